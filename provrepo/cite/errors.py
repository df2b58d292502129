"""What can go wrong in citing, each error with the fields that say where.

ProvrepoError (ValueError)
└── CiteError
    ├── StyleError      a style or locale file is missing or malformed
    └── ItemError       an item of citation metadata is malformed
"""

from __future__ import annotations

from provrepo.store.errors import ProvrepoError


class CiteError(ProvrepoError, ValueError):
    """Base of the errors of ``provrepo.cite``."""


class StyleError(CiteError):
    """A style or locale cannot be used: it is missing, malformed or circular.

    ``file`` is its name or path, ``line`` the line counted from 1 (0: unknown), ``element`` the
    name of the XML element (empty: none).
    """

    def __init__(self, message: str, *, file: str, line: int = 0, element: str = "") -> None:
        self.message = message
        self.file = file
        self.line = line
        self.element = element
        where = file + (f", line {line}" if line else "") + (f", <{element}>" if element else "")
        super().__init__(f"{where}: {message}")


class ItemError(CiteError):
    """An item is not valid CSL-JSON. ``item`` is its id, ``field`` the variable at fault."""

    def __init__(self, message: str, *, item: str = "", field: str = "") -> None:
        self.message = message
        self.item = item
        self.field = field
        where = "item" + (f" {item!r}" if item else "") + (f", field {field!r}" if field else "")
        super().__init__(f"{where}: {message}")
