"""Versions made by chance, of all that a repository can hold, for the writers to write."""

from __future__ import annotations

import random
from typing import Any

from provrepo.agents import Contribution
from provrepo.formats.draft import FileNote
from provrepo.formats.exported import ExportedNote, ExportedVersion
from provrepo.metadata import DATES, NAMES, OTHERS
from provrepo.store.canonical import digest
from provrepo.store.records import Text
from provrepo.store.rules import NOTE_KINDS

PIECES = (
    *("word", "Two words", " ", "  ", "\t", "\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\r", "."),
    *("[North]", "[x y]", "[/]", "[", "]", "[[", "[sic]", "〔北〕", "【一】", "(b)", "{", "}"),
    *("\u2028", "\u2029", "\x85", "\f", "\n\f", "\n\n\f", "\x0b", "\x1b[31m", "\x01", "\x1f"),
    *("\x7f", "\x9b", "\ufffe", "\uffff", "\ufffd", "\ufeff", "\u200b", "\u200f", "\u202e"),
    *(
        "\u2066",
        "\u2069",
        "\u202b",
        "\u200d",
        "\u2060",
        "\ufdd0",
        "\U0001fffe",
        "\U0010ffff",
        "\ue000",
    ),
    *(
        "co\xadoperate",
        "q\u0323\u0307",
        "\u0301",
        "漢(かん)字",
        "👨\u200d👩",
        "\u20dd",
        "\u3000\n",
        "\n \n",
    ),
    *(
        "\n```\n",
        "\n~~~\n",
        "\nTitle\n===\n",
        "\n    code\n",
        "\n| a | b |\n",
        "$x$",
        "~~s~~",
        "![a](b)",
    ),
    *("e\u0301", "é", "Å", "\uf900", "ﬁ", "\xa0", "\xad", "\u2011", "\u00b2", "⅓", "😀", "𠀀"),
    *("中文。", "国境 电报", "한국어 ", "カタカナ", "עברית ", "عربي 12", "ܣܘܪܝܝܐ", "हिन्दी", "ไทย"),
    *("*b*", "_i_", "# h", "- item", "1. one", "> quote", "`code`", "<b>", "&amp;", "&", "]]>"),
    *("[^p1]", "[^p1]: x", "[^1]", "\\", "--", "-->", "<!-- x", "---", "+++", "key: value", "|"),
    *("\n<!-- end of the text -->\n", "\n-- end of the text --\n", "<!-- provrepo ", "provrepo x"),
    *("Editor’s note: ", "Source: ", "Notes on the whole text: ", "%PDF-", "{\\rtf", "<TEI>"),
)
"""What texts are made of; some of it is what writers write themselves."""

LANGUAGES = (
    "en",
    "zh",
    "zh-Hant",
    "ja",
    "ko",
    "ar",
    "he",
    "syr",
    "ru",
    "und",
    "de-1901",
    "az-Arab",
)
AGENTS = (
    "Li Wei:editor",
    "Ed [x] & Co. <https://orcid.org/0000-0001-2345-6789>:annotator",
    "Press: Leiden <a b>:editor:organization",
    "OCR 1.0:encoder:software",
    "国史馆:transcriber:organization",
)


def text(chance: random.Random, longest: int = 30) -> str:
    """Return a text of pieces; it has at least one character."""
    pieces = chance.choices(PIECES, k=chance.randint(1, longest))
    return "".join(pieces)


def _words(chance: random.Random) -> str:
    """Return a text that is not blank, as a note must be."""
    while not (words := text(chance, 6)).strip():
        pass
    return words


def citation(chance: random.Random) -> dict[str, Any] | None:
    """Return a CSL-JSON item with variables of every type."""
    if chance.random() < 0.2:
        return None
    item: dict[str, Any] = {"type": chance.choice(("document", "letter", "[no type]"))}
    names: list[dict[str, str]] = [
        {"literal": _words(chance)},
        {"family": "Wang; x", "given": "Li, Jr.", "non-dropping-particle": "van"},
    ]
    dates: list[dict[str, Any]] = [
        {"date-parts": [[1961, 5, 3], [1962]]},
        {"date-parts": [[-44, 3]], "circa": True},
        {"literal": _words(chance)},
        {"edtf": "156X"},
    ]
    for field in chance.sample(sorted(NAMES), 3):
        item[field] = names[: chance.randint(1, 2)]
    for field in chance.sample(sorted(DATES), 2):
        item[field] = chance.choice(dates)
    for field in chance.sample(sorted(OTHERS), 8):
        item[field] = chance.choice((_words(chance), 3, ["a", {"b": None}], "—"))
    item["title"] = _words(chance)
    return item


def _note(chance: random.Random, content: str) -> ExportedNote:
    start = end = None
    if content and chance.random() < 0.8:
        start = chance.randrange(len(content))
        end = min(len(content), start + chance.choice((1, 1, 5, 40)))
    return ExportedNote(
        FileNote(
            text=_words(chance),
            kind=chance.choice(NOTE_KINDS),
            language=chance.choice(LANGUAGES),
            agents=tuple(chance.sample(AGENTS, chance.choice((0, 1, 2)))),
            start=start,
            end=end,
        ),
        lost=_words(chance) if start is None and chance.random() < 0.5 else None,
    )


def version(chance: random.Random, content: str | None = None) -> ExportedVersion:
    """Return a version; its ``content`` may be given."""
    content = text(chance) if content is None else content
    date = chance.choice(("1998", "1998-03", "1998-03-14", "2026-11-24T12:00:05Z", None))
    return ExportedVersion(
        id=digest(content.encode() + chance.randbytes(8)),
        document=chance.choice(("border-cable", "a", "letter.1_x")),
        text=Text(
            chance.choice(("transcription", "translation", "edition", "summary")),
            chance.choice(LANGUAGES),
            chance.choice((None, "wang")),
        ),
        number=chance.choice((1, 2, 1000)),
        content=content,
        sha256=digest(content.encode()),
        recorded="2026-11-24T12:00:05Z",
        created=date,
        activity=chance.choice(("revise", "translate", "review")),
        message=chance.choice(("", _words(chance))),
        notes=tuple(_note(chance, content) for _ in range(chance.choice((0, 0, 1, 3, 8)))),
        citation=citation(chance),
        makers=(Contribution("Li [x] <&>", None, "person", "editor"),) * chance.choice((0, 1)),
        based_on=chance.choice(((), ("“the original”", "a/transcription:zh v2"))),
        cautions=chance.choice(((), ("it was withdrawn: [x] & <y>",))),
    )
