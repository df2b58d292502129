"""What documents, versions and people are called outside of provrepo: URIs that never change."""

from __future__ import annotations

import re
from urllib.parse import quote

_SAFE = "/!$&'()*,;=:@~"
"""Characters that a URN has as they are (RFC 8141 §2), besides letters, digits, - . and _."""


def repository(origin: str) -> str:
    """Return the URN of a repository: ``urn:provrepo:example.edu/cables``."""
    return f"urn:provrepo:{quote(origin, safe=_SAFE)}"


def document(origin: str, key: str) -> str:
    """Return the URN of a document by the key that it had first."""
    return f"{repository(origin)}/{key}"


def hashed(name: str) -> str:
    """Return the URN of a record or object by its SHA-256."""
    return f"urn:sha256:{name}"


def agent(identifier: str | None, name: str) -> str:
    """Return a URI of an agent: the identifier as one where it is one, or can be written as one.

    Else it is made of ``name``, the digest of the agent's object, which tells nothing of the agent.
    """
    written = identifier or ""
    if re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", written):
        return f"https://orcid.org/{written}"
    if re.fullmatch(r"[^\s@:/<>]+@[^\s@:/<>]+", written):
        return f"mailto:{quote(written, safe='@+')}"
    if re.fullmatch(r"(https?|urn|mailto|info|ark|doi):\S+", written):
        return quote(written, safe="%#?[]+" + _SAFE)
    return hashed(name)
