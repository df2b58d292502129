"""The garbage collector is put off for a while, and an application's own settings outlive that."""

import gc
from collections.abc import Iterator

import pytest

from provrepo.store.collecting import THRESHOLD, collection_put_off


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    """Give the collector its settings back when a test has ended."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_a_threshold_holds_inside_only() -> None:
    """The collector has its settings back at the end."""
    gc.set_threshold(700, 10, 10)
    with collection_put_off():
        assert gc.get_threshold()[0] == THRESHOLD
    with collection_put_off(THRESHOLD * 5, made_old=True):
        assert gc.get_threshold()[0] == THRESHOLD * 5
    assert gc.get_threshold() == (700, 10, 10)


def test_a_collector_that_is_switched_off_stays_off() -> None:
    """An application that switched the collector off is not overruled."""
    gc.set_threshold(0)
    with collection_put_off(made_old=True):
        assert gc.get_threshold()[0] == 0


def test_what_an_application_froze_stays_frozen() -> None:
    """What is kept is made old without thawing what is not ours."""
    gc.set_threshold(700, 10, 10)
    gc.freeze()
    with collection_put_off(made_old=True):
        pass
    assert gc.get_freeze_count()


def test_what_is_kept_is_not_gone_through_afterwards() -> None:
    """What was made counts as old, and no collection is due."""
    gc.set_threshold(700, 10, 10)
    with collection_put_off(made_old=True):
        numbers = [[number] for number in range(5000)]
    assert gc.get_count()[0] < 700
    young = {id(made) for made in gc.get_objects(generation=0)}
    assert not young & {id(made) for made in numbers}
