"""All that is fuzzed: the readers, the writers, the commands that read another kind of file."""

from __future__ import annotations

from tests.fuzz.commands import COMMANDS
from tests.fuzz.readers import READERS
from tests.fuzz.writers import WRITERS

TARGETS = READERS | WRITERS | COMMANDS
"""One row a reader or a kind of file, by its name."""
