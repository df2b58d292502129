"""A few broken files for each reader and command; `make fuzz` runs many."""

from __future__ import annotations

import pytest

from tests.fuzz.commands import COMMANDS
from tests.fuzz.mutation import FuzzedReader, run
from tests.fuzz.readers import READERS
from tests.fuzz.targets import TARGETS
from tests.fuzz.writers import WRITERS


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_only_input_errors_escape(reader: FuzzedReader) -> None:
    """Whatever bytes come in: a draft that can be stored, or one clear error."""
    report = run(reader, seed=1, count=300, seconds=20)
    assert not report.failures
    assert report.read


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_whatever_is_stored_is_written_and_comes_back(writer: FuzzedReader) -> None:
    """Any content with any notes and metadata: the file says the same again."""
    report = run(writer, seed=1, count=120, seconds=60)
    assert not report.failures
    assert report.read == report.inputs


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_command_ends_with_a_mistake_of_ours(command: FuzzedReader) -> None:
    """Whatever file it is given: it does what it should, or says what is wrong."""
    report = run(command, seed=1, count=40, seconds=600)
    assert not report.failures
    assert report.read


@pytest.mark.slow
@pytest.mark.parametrize("reader", TARGETS.values(), ids=TARGETS)
def test_only_input_errors_escape_from_many(reader: FuzzedReader) -> None:
    """The same with other files and more of them."""
    assert not run(reader, seed=1_000_000, count=20_000, seconds=60).failures
