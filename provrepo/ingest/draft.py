"""What a reader makes of a file: the content, and what the file says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provrepo.store.records import IngestedFile


@dataclass(frozen=True, slots=True)
class Draft:
    """A version to be. What is None or empty was not said, and flags or inheritance supply it.

    ``document``, ``text`` and ``based_on`` are as written in the file, not yet looked up.
    ``fields`` is citation metadata in plain spellings or CSL-JSON, by CSL variable. ``file_bytes``
    are the ingested file's where they are not the content's UTF-8.
    """

    content: str
    file: IngestedFile
    file_bytes: bytes | None = None
    document: str | None = None
    text: str | None = None
    based_on: tuple[str, ...] | None = None
    agents: tuple[str, ...] = ()
    activity: str | None = None
    message: str | None = None
    created: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
