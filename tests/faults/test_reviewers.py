"""Many processes ingest and review at once: nothing is lost, and each state is of what is there."""

from __future__ import annotations

import multiprocessing
import random
from multiprocessing.synchronize import Barrier

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from tests.faults.children import Child
from tests.seeds import seed

PROCESSES, TEXTS, STEPS = 8, 3, 25

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of os.fork
]


def work(url: str, name: str, chosen: int, start: Barrier) -> None:
    """Ingest, review and set policies in turn; print what was acknowledged."""
    chance = random.Random(f"{chosen} {name}")  # noqa: S311 - replays with its seed
    with provrepo.open(url, wait=60) as repository:
        start.wait()  # all begin together
        for step in range(STEPS):
            text = f"t{chance.randrange(TEXTS)}"
            changes = Changes(agents=(f"{name} <{name}@example.org>:editor",), message=f"{step}")
            kind = chance.random()
            try:
                if kind < 0.3:
                    content = f"{name} {step}".encode()
                    outcome = repository.ingest(
                        content, changes, document=text, text="translation:en"
                    )
                    print("version", outcome.version.id)
                elif kind < 0.4:
                    policy = repository.set_policy(
                        changes,
                        approvals=chance.randrange(3),
                        independent=chance.random() < 0.5,
                        publish=chance.choice(("any", "approved")),
                    )
                    print("policy", policy.event)
                else:
                    state = chance.choice(("submitted", "approved", "approved", "published"))
                    state = "returned" if chance.random() < 0.1 else state
                    reviewed = repository.review(text, state, changes)
                    print("review", reviewed.review.event)
            except (errors.InvalidValue, errors.Conflict, errors.NotFound) as error:
                print("refused", type(error).__name__)


def work_together(url: str) -> None:
    """Let all processes work, and look at what is there in the end."""
    chosen = seed()
    with provrepo.create(url) as repository:
        for number in range(TEXTS):
            repository.ingest(b"first", document=f"t{number}", text="translation:en")
    start = multiprocessing.get_context("fork").Barrier(PROCESSES, timeout=60)
    children = [Child(work, url, f"w{one}", chosen, start) for one in range(PROCESSES)]
    acknowledged: list[list[str]] = []
    for child in children:
        with child:
            status, output, failed = child.wait()
        assert (status, failed.decode()) == (0, ""), f"seed {chosen}"
        acknowledged += [line.split() for line in output.decode().splitlines()]
    assert len(acknowledged) == PROCESSES * STEPS
    with provrepo.open(url) as repository:
        # A review that the policy of its place did not allow would be found here, too.
        assert list(repository.verify()) == [], f"seed {chosen}"
        versions = {
            version.id for number in range(TEXTS) for version in repository.history(f"t{number}")
        }
        reviews = [entry for number in range(TEXTS) for entry in repository.reviews(f"t{number}")]
        assert {name for kind, name in acknowledged if kind == "version"} <= versions
        stored = {entry.event for entry in reviews}
        assert len(stored) == len(reviews)
        assert stored == {name for kind, name in acknowledged if kind == "review"}
        assert {repository.version(entry.reference).id for entry in reviews} <= versions
        assert all(entry.refused is None for entry in reviews), f"seed {chosen}"


def test_a_file_loses_no_review(tmp_path_factory: pytest.TempPathFactory) -> None:
    """In SQLite one writes after the other."""
    work_together(str(tmp_path_factory.mktemp("reviewers") / "provrepo.db"))


def test_a_server_loses_no_review(request: pytest.FixtureRequest) -> None:
    """In PostgreSQL they write beside each other; each review is under the policy of its place."""
    work_together(request.getfixturevalue("server").schema())
