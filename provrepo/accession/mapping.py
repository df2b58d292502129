"""From a path in git to a document and a text: by the rules for names, or by a pattern.

=================  ==============================================================================
in a pattern       stands for
=================  ==============================================================================
``{document}``     the document; what is no key becomes one: ``Border Cable`` is ``border-cable``
``{kind}``         ``transcription`` or ``translation``
``{language}``     a language (BCP 47)
``{label}``        a label
``{name}``         anything within one folder's or file's name
``*``, ``**``      the same; with two also across folders
all else           itself
=================  ==============================================================================
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import NamedTuple

from provrepo.accession import names
from provrepo.errors import InvalidValue, ProvrepoError
from provrepo.reference import suggest_key
from provrepo.store import rules
from provrepo.store.canonical import digest
from provrepo.store.records import Text, TextKey

_PLACES = {
    "{document}": r"(?P<document>[^/]+?)",
    "{kind}": rf"(?P<kind>{'|'.join(rules.KINDS)})",
    "{language}": r"(?P<language>[A-Za-z0-9-]+)",
    "{label}": r"(?P<label>[^/.]+)",
    "{name}": r"[^/]*?",
    "**": r".*",
    "*": r"[^/]*",
    "?": r"[^/]",
}
_PARTS = re.compile(r"\{[^{}]*\}|\*\*|\*|\?|[^{}*?]+|[{}]")


class Place(NamedTuple):
    """The text that a path is. Where its key was made up it is ``free``, and may be changed."""

    text_key: TextKey
    free: bool = False

    def other(self, path: str) -> Place:
        """Return a place for a path whose own place is taken."""
        document, text = self.text_key
        return Place(TextKey(f"{document[:92]}-{digest(path.encode(errors='replace'))[:7]}", text))


class Told(NamedTuple):
    """What a pattern tells of a path; ``text`` is None where it has no kind and language."""

    document: str
    text: Text | None
    free: bool


class Pattern:
    """A pattern that paths are to fit. Raises InvalidValue where it is none."""

    def __init__(self, written: str) -> None:
        self.written = written
        self._expression = re.compile(_expression(written), re.DOTALL)

    def told(self, path: str) -> Told | None:
        """Return what a path tells; None where it does not fit. Raises InvalidValue."""
        found = self._expression.fullmatch(path)
        if found is None:
            return None
        said = found.groupdict()
        text = None
        if said.get("kind") and said.get("language"):
            label = said.get("label")
            language = rules.language(said["language"])
            text = Text(said["kind"], language, rules.label(label) if label else None)
        written = said.get("document")
        key = _key(written if written is not None else posixpath.splitext(path)[0])
        return Told(key, text, free=key != written)


class Mapping:
    """Finds the text that a path is.

    ``paths`` are globs: only what fits one of them is a text; one without a slash fits in every
    folder, and one that names a folder all that is in it. ``pattern`` tells document and text.
    ``document`` and ``text`` count before it. ``name`` is that of the repository, the document of
    texts at its top. Raises InvalidValue.
    """

    def __init__(
        self,
        name: str,
        paths: Sequence[str] = (),
        pattern: str | None = None,
        document: str | None = None,
        text: str | None = None,
    ) -> None:
        self._name = name
        self._globs = [_glob(one) for one in paths]
        self._pattern = None if pattern is None else Pattern(pattern)
        self._document = None if document is None else rules.key(document)
        self._text = None if text is None else names.parse_text(text)

    def place(self, path: str) -> Place | None:
        """Return the text that a path is, None for what is none.

        Raises InputError or InvalidValue where the path says something that cannot be.
        """
        if self._globs and not any(one.fullmatch(path) for one in self._globs):
            return None
        if self._pattern is not None:
            return self._matched(path)
        named = names.of_path(posixpath.join("/", self._name, path))
        if named is not None:
            document = self._document or named.document()
            return Place(TextKey(document, self._text or named.text()))
        if self._text is None:
            return None
        if self._document is not None:
            return Place(TextKey(self._document, self._text))
        return Place(TextKey(_key(posixpath.splitext(path)[0]), self._text), free=True)

    def _matched(self, path: str) -> Place | None:
        assert self._pattern is not None
        told = self._pattern.told(path)
        if told is None:
            return None
        text = self._text or told.text
        if text is None:
            raise InvalidValue(
                "--map",
                self._pattern.written,
                "has no {kind} and {language}; add them, or name the text: --text translation:en",
            )
        if self._document is not None:
            return Place(TextKey(self._document, text))
        return Place(TextKey(told.document, text), free=told.free)


def is_key(written: str) -> bool:
    """Tell whether something can be a document's key."""
    try:
        return bool(rules.key(written))
    except ProvrepoError:
        return False


def _key(written: str) -> str:
    """Return a document's key for a name; one of letters of other scripts gets a number."""
    if is_key(written):
        return written
    key = suggest_key(written.replace("/", "-"))
    ascii_only = re.sub(r"[^a-z0-9]", "", key)
    if ascii_only and is_key(key):
        return key
    return f"text-{digest(written.encode(errors='replace'))[:12]}"


def _expression(pattern: str) -> str:
    found = []
    seen = set()
    for part in _PARTS.findall(pattern):
        if part in seen and part in ("{document}", "{kind}", "{language}", "{label}"):
            found.append(f"(?P={part[1:-1]})")
            continue
        seen.add(part)
        if part.startswith("{") and part not in _PLACES:
            known = ", ".join(one for one in _PLACES if one[0] == "{")
            raise InvalidValue("--map", pattern, f"{part} stands for nothing; there are {known}")
        found.append(_PLACES.get(part) or re.escape(part))
    return "".join(found)


def _glob(written: str) -> re.Pattern[str]:
    bare = written.removeprefix("./").rstrip("/")
    inner = "".join(
        {"**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part) or re.escape(part)
        for part in re.findall(r"\*\*|\*|\?|[^*?]+", bare)
    ).replace(".*/", "(?:.*/)?")
    before = "" if "/" in bare else "(?:.*/)?"
    return re.compile(f"{before}{inner}(?:/.*)?", re.DOTALL)
