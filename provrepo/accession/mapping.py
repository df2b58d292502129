"""Which document and text a path is: by the rules for names, or by a pattern.

=================  ==============================================================================
in a pattern       stands for
=================  ==============================================================================
``{document}``     the document; what is no key becomes one: ``Border Cable`` is ``border-cable``
``{kind}``         ``transcription`` or ``translation``
``{language}``     a language (BCP 47)
``{label}``        a label; other words are made one: ``Goitein 2`` is ``goitein-2``
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

from provrepo.accession import placing
from provrepo.errors import InputError, InvalidValue, ProvrepoError
from provrepo.store import rules
from provrepo.store.canonical import digest
from provrepo.store.records import Text, TextKey

_EXPRESSIONS = {
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
    """The text that a path is.

    It is ``free`` where its key was made out of the path and nobody wrote that key: then another
    key does as well.
    """

    text_key: TextKey
    free: bool = False

    def distinct(self, path: str) -> Place:
        """Return the place that ``path`` gets where another path has this one already."""
        document, text = self.text_key
        # Cut, so that the key stays within its 100 characters.
        return Place(TextKey(f"{document[:92]}-{digest(path.encode(errors='replace'))[:7]}", text))


class PatternMatch(NamedTuple):
    """What a pattern tells of a path; None is what it leaves open.

    ``free`` is set where the key is not what stands in the path.
    """

    document: str
    kind: str | None
    language: str | None
    label: str | None
    free: bool

    def text(self, texts: Sequence[Text] = ()) -> Text | None:
        """Return the text that the path is; None where it is not told.

        ``texts`` fill what the pattern leaves open, one for each kind.
        """
        fitting = [text for text in texts if self.kind in (None, text.kind)]
        open_text = fitting[0] if len(fitting) == 1 else None
        kind, language, label = self.kind, self.language, self.label
        if open_text is not None:
            kind, language = kind or open_text.kind, language or open_text.language
            label = label or open_text.label
        return Text(kind, language, label) if kind and language else None


class Pattern:
    """A pattern that paths may match. Raises InvalidValue where it is not well-formed."""

    def __init__(self, written: str) -> None:
        self.written = written
        self._expression = re.compile(_expression(written), re.DOTALL)

    def match(self, path: str) -> PatternMatch | None:
        """Return what a path tells; None where it does not match. Raises InvalidValue."""
        match = self._expression.fullmatch(path)
        if match is None:
            return None
        parts = match.groupdict()
        language, label = parts.get("language"), parts.get("label")
        if language is not None:
            language = placing.language(language)
        written = parts.get("document")
        key = _key(written if written is not None else posixpath.splitext(path)[0])
        label = label and _label(label)
        return PatternMatch(key, parts.get("kind"), language, label, free=key != written)


class Mapping:
    """Finds the text that a path in a git repository is.

    ``paths`` are globs, such as ``*.txt``: only what matches one of them is a text. One without a
    slash matches in every folder, one that names a folder all that is in it. ``pattern`` tells
    document and text; ``document`` counts before it, and ``texts``, one for each kind, fill what it
    leaves open. ``name`` is that of the git repository: the document of texts at its top. Raises
    InvalidValue.
    """

    def __init__(
        self,
        name: str,
        paths: Sequence[str] = (),
        pattern: str | None = None,
        document: str | None = None,
        texts: Sequence[str] = (),
    ) -> None:
        self._name = name
        self._globs = [_glob(path) for path in paths]
        self._pattern = None if pattern is None else Pattern(pattern)
        self._document = None if document is None else _named(document)
        self._texts = [placing.parse_text(text) for text in texts]
        _check_one_of_each(self._texts)

    def place(self, path: str) -> Place | None:
        """Return the text that a path is; None where it is no text.

        Raises InputError or InvalidValue where the path says something that cannot be.
        """
        if not self._is_wanted(path):
            return None
        if self._pattern is not None:
            return self._matched(path)
        file_name = placing.of_path(posixpath.join("/", self._name, path))
        if file_name is not None:
            document = self._document or file_name.document()
            return Place(TextKey(document, file_name.text()))
        if not self._texts:
            return None
        if len(self._texts) > 1:
            raise InputError(path, "its name tells no kind of text; --map can, with {kind}")
        (text,) = self._texts
        if self._document is not None:
            return Place(TextKey(self._document, text))
        return Place(TextKey(_key(posixpath.splitext(path)[0]), text), free=True)

    def misses(self, path: str) -> bool:
        """Return whether a path is wanted, and the pattern does not match it."""
        return (
            self._pattern is not None
            and self._is_wanted(path)
            and self._pattern.match(path) is None
        )

    def _is_wanted(self, path: str) -> bool:
        return not self._globs or any(glob.fullmatch(path) for glob in self._globs)

    def _matched(self, path: str) -> Place | None:
        assert self._pattern is not None
        match = self._pattern.match(path)
        if match is None:
            return None
        text = match.text(self._texts)
        if text is None:
            raise InvalidValue("--map", self._pattern.written, _what_is_open(match))
        if self._document is not None:
            return Place(TextKey(self._document, text))
        return Place(TextKey(match.document, text), free=match.free)


def _check_one_of_each(texts: Sequence[Text]) -> None:
    """Raise InvalidValue where two texts are of one kind: neither would be told by its kind."""
    kinds = [text.kind for text in texts]
    for text in texts:
        if kinds.count(text.kind) > 1:
            raise InvalidValue("--text", str(text), f"names a second {text.kind}; give one a kind")


def _what_is_open(match: PatternMatch) -> str:
    """Return what to do where a pattern and the texts named do not tell which text a path is."""
    if match.kind is None:
        return "has no {kind}; add it, or name one text: --text translation:en"
    return f"has no {{language}} for a {match.kind}; add it, or name one: --text {match.kind}:en"


def is_key(written: str) -> bool:
    """Return whether something can be a document's key."""
    try:
        return bool(rules.key(written))
    except ProvrepoError:
        return False


def _named(document: str) -> str:
    """Return the key that somebody named for all files. Raises InvalidValue, which suggests one."""
    try:
        return rules.key(document)
    except InvalidValue as error:
        from provrepo.reference import with_suggestion

        raise with_suggestion(error) from None


def _label(written: str) -> str:
    """Return a label for a part of a path. Raises InvalidValue where no letter of it can stay."""
    from provrepo.reference import suggest_key

    try:
        return rules.label(written)
    except InvalidValue:
        return rules.label(suggest_key(written).replace(".", "-") or written)


def _key(written: str) -> str:
    """Return a document's key for a name; a name in another script gets a number instead."""
    if is_key(written):
        return written
    from provrepo.reference import suggest_key

    key = suggest_key(written.replace("/", "-"))
    if is_key(key):
        return key
    # Made out of the name, so that the next import makes the same.
    return f"text-{digest(written.encode(errors='replace'))[:12]}"


def _expression(pattern: str) -> str:
    """Return a pattern as a regular expression. Raises InvalidValue."""
    expression = []
    seen = set()
    for part in _PARTS.findall(pattern):
        if part in seen and part in ("{document}", "{kind}", "{language}", "{label}"):
            expression.append(f"(?P={part[1:-1]})")  # the same again, as in {document}/{document}
            continue
        seen.add(part)
        if part.startswith("{") and part not in _EXPRESSIONS:
            fields = ", ".join(field for field in _EXPRESSIONS if field.startswith("{"))
            raise InvalidValue("--map", pattern, f"{part} stands for nothing; there are {fields}")
        expression.append(_EXPRESSIONS.get(part) or re.escape(part))
    return "".join(expression)


def _glob(written: str) -> re.Pattern[str]:
    """Return a glob as a regular expression for the paths that it matches, from the top."""
    bare = written.removeprefix("./").rstrip("/")
    inner = "".join(
        {"**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part) or re.escape(part)
        for part in re.findall(r"\*\*|\*|\?|[^*?]+", bare)
    ).replace(".*/", "(?:.*/)?")  # ``a/**/b`` is ``a/b`` too
    in_any_folder = "" if "/" in bare else "(?:.*/)?"
    below_it = "(?:/.*)?"
    return re.compile(f"{in_any_folder}{inner}{below_it}", re.DOTALL)
