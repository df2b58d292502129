"""Data as scripts that call the site's functions: a page read from a disk may load nothing else."""

from __future__ import annotations

import json
from functools import lru_cache


def script(function: str, *arguments: object) -> bytes:
    """Return a script that calls one of the site's functions with data."""
    # U+2028 ends a line in older JavaScript, and ASCII needs no encoding to be declared.
    written = ", ".join(json.dumps(argument, ensure_ascii=True) for argument in arguments)
    return f"provrepo.{function}({written});\n".encode()


def compact_script(function: str, *values: object) -> bytes:
    """Return the same in UTF-8, without blanks: for much data."""
    written = ", ".join(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values
    )
    return f"provrepo.{function}({_named(written)});\n".encode()


def arguments(data: bytes) -> list[object]:
    """Return what a script calls its function with. Raises ValueError for a script not of ours."""
    text = data.decode()
    start, end = text.find("("), text.rfind(");")
    if start < 0 or end < start:
        raise ValueError(text[:60])
    values: list[object] = json.loads(f"[{text[start + 1 : end]}]")
    return values


def _named(written: str) -> str:
    """Return JSON in which what cannot be seen, or would end a line, is called by its number."""
    return written if written.isprintable() else "".join(map(_escaped, written))


@lru_cache(maxsize=65536)
def _is_hidden(sign: str) -> bool:
    return not sign.isprintable()


def _escaped(sign: str) -> str:
    if not _is_hidden(sign):
        return sign
    units = sign.encode("utf-16-be").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
