"""Alignments for translation programs: TMX 1.4b and XLIFF 2.1.

TMX is LISA's “Translation Memory eXchange” (1.4b, 2005), XLIFF OASIS's “XML Localisation
Interchange File Format” (2.1, 2018). XML 1.0 has no place for most control characters; U+FFFD
stands for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from provrepo.align.result import Alignment, SentencePair, UnitPair
from provrepo.align.views.rows import rows_of, words

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_tmx(alignment: Alignment, *, software: str, version: str, sentences: bool = False) -> str:
    """Return the pairs as a translation memory; what has no partner is left out.

    ``software`` and its ``version`` are named as the tool that made it.
    """
    kind = "sentence" if sentences else "paragraph"
    source, target = alignment.languages
    units = []
    for row in rows_of(alignment, sentences=sentences):
        if row.source and row.target:
            variants = "".join(
                f"<tuv xml:lang={quoteattr(tag)}><seg>{_text(words)}</seg></tuv>"
                for tag, words in ((source, row.source), (target, row.target))
            )
            confidence = f'<prop type="x-confidence">{row.confidence:.3f}</prop>'
            units.append(f"<tu>{confidence}{variants}</tu>")
    header = (
        f"<header creationtool={_quoted(software)} creationtoolversion={_quoted(version)} "
        f'segtype="{kind}" o-tmf="{kind}" adminlang="en" srclang={_quoted(source)} '
        'datatype="plaintext"/>'
    )
    lines = "\n".join(units)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<tmx version="1.4">\n{header}\n<body>\n{lines}\n</body>\n</tmx>\n'
    )


def as_xliff(alignment: Alignment, *, original: str) -> str:
    """Return the pairs as units, and the sentences within them as segments.

    ``original`` names the text that was translated. What is not translated has no target.
    """
    source, target = alignment.languages
    units = "\n".join(
        _unit(alignment, number, pair) for number, pair in enumerate(alignment.pairs, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" '
        f"srcLang={_quoted(source)} trgLang={_quoted(target)}>\n"
        f'<file id="f1" original={_quoted(original)} xml:space="preserve">\n{units}\n'
        "</file>\n</xliff>\n"
    )


def _unit(alignment: Alignment, number: int, pair: UnitPair) -> str:
    notes = f'<notes><note category="confidence">{pair.confidence:.3f}</note></notes>'
    segments = "".join(_segments(alignment, pair))
    return f'<unit id="u{number}">{notes}{segments}</unit>'


def _segments(alignment: Alignment, pair: UnitPair) -> Iterator[str]:
    for number, part in enumerate(pair.sentences or (SentencePair((), (), 0.0),), 1):
        source, target = words(alignment.source, part.source), words(alignment.target, part.target)
        translated = f"<target>{_text(target)}</target>" if target else ""
        state = "translated" if target else "initial"
        yield (
            f'<segment id="s{number}" state="{state}"><source>{_text(source)}</source>'
            f"{translated}</segment>"
        )


def _text(words: str) -> str:
    return escape(_NO_XML.sub("\ufffd", words))


def _quoted(value: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", value))
