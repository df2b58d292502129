"""Citations in a Word document: found, and put in as footnotes or in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from provrepo.cite.pandoc.syntax import OPAQUE, WrittenCitation, written_citations
from provrepo.formats import xml
from provrepo.formats.office.docx_footnotes import added_part
from provrepo.formats.office.docx_parts import Package
from provrepo.formats.office.docx_runs import NoteStyles, Writer, new_footnotes, note_styles
from provrepo.formats.office.docx_splices import (
    NAMESPACES,
    Edit,
    Paragraph,
    Piece,
    SplicedPart,
    in_utf8,
)
from provrepo.reading.citing import joints
from provrepo.reading.citing.formatting import FormattedManuscript
from provrepo.reading.citing.story import Formatted, Passage, Placed
from provrepo.spans import Span

_WORDS_AROUND = 40
_MASKED = (
    re.compile(r"\\[^\w\s]"),
    re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s<>\[\]]+|\bmailto:[^\s<>\[\]]+", re.IGNORECASE),
)
_ESCAPED = re.compile(r"\\(?=@)")
_CODE = re.compile(rb"(?:rStyle)\s[^>]*?val=[\"'][^\"']*(?:code|verbatim|preformat)", re.IGNORECASE)
_CODE_STYLE = re.compile(r"code|verbatim|preformat", re.IGNORECASE)
_EMPHASIS = {"i": "i", "b": "b"}
_WITHOUT_NOTES = ("header", "footer")


class WordParagraph:
    """The words of one paragraph, and in which part it stands."""

    def __init__(self, paragraph: Paragraph, part: SplicedPart) -> None:
        self.paragraph, self.part = paragraph, part
        self.citations = list(written_citations(self._masked()))
        self._starts = [piece.start for piece in paragraph.pieces]

    def _masked(self) -> str:
        text = self.paragraph.text
        if "@" not in text or _CODE_STYLE.search(self.paragraph.style):
            return ""
        for pattern in _MASKED:
            text = pattern.sub(lambda match: OPAQUE * len(match[0]), text)
        for piece in self.paragraph.pieces:
            if _CODE.search(piece.run.properties):
                text = text[: piece.start] + OPAQUE * len(piece.text) + text[piece.end :]
        return text

    def words(self, start: int, end: int) -> str:
        """Return what is written between two places."""
        return self.paragraph.text[start:end].replace(OPAQUE, "")

    def rich_text(self, start: int, end: int) -> str:
        """Return the same as the rich text of a CSL field, with italics and bold."""
        parts = []
        for piece in self.paragraph.pieces:
            words = self.paragraph.text[max(start, piece.start) : min(end, piece.end)]
            if words and start < piece.end and end > piece.start:
                parts.append(_emphasised(words.replace("\\", ""), piece, self.part.prefix))
        return "".join(parts).replace("</i><i>", "").replace("</b><b>", "")

    def piece_at(self, place: int) -> Piece | None:
        """Return the run of text in which a character is; None where it is no text."""
        pieces = self.paragraph.pieces
        number = bisect_right(self._starts, place) - 1
        return pieces[number] if number >= 0 and place < pieces[number].end else None


def _emphasised(words: str, piece: Piece, prefix: str) -> str:
    for name, tag in _EMPHASIS.items():
        pattern = rf"<{prefix}{name}(?:\s[^>]*val=\"(?:1|true|on)\")?\s*/>".encode()
        if re.search(pattern, piece.run.properties):
            words = f"<{tag}>{words}</{tag}>"
    return words


class WordStory:
    """A Word document with its citations in reading order. Raises InputError."""

    def __init__(self, data: bytes, path: str) -> None:
        self._package = Package(data, path)
        self._path = path
        self._parts = {"document": self._part(self._package.main)}
        for kind in ("footnote", "endnote"):
            name = self._package.name_of(f"{kind}s")
            if name and name in self._package.members:
                self._parts[kind] = self._part(name)
        self._paragraphs = {
            kind: [WordParagraph(paragraph, part) for paragraph in part.paragraphs]
            for kind, part in self._parts.items()
        }
        self.refused: dict[Placed, str] = {}
        self.passages = list(self._passages())
        for kind in _WITHOUT_NOTES:
            for placed in self._cited_in(kind):
                self.refused[placed] = f"a {kind} can have no notes; move it to the text"
        left = len(list(self._cited_in("comments")))
        them = "citation in a comment was" if left == 1 else "citations in comments were"
        self.warnings = [f"{left} {them} left as written"] if left else []

    uncited: Sequence[str] = ()

    def _cited_in(self, kind: str) -> Iterator[Placed]:
        """Yield the citations in parts that the text does not refer to in reading order."""
        for name in self._package.names_of(kind):
            if name in self._package.members:
                part = self._part(name)
                for paragraph in (WordParagraph(each, part) for each in part.paragraphs):
                    for citation in paragraph.citations:
                        yield self._placed(paragraph, citation, f"a {kind}")

    def _part(self, name: str) -> SplicedPart:
        path = f"{self._path}: {name}"
        return SplicedPart(in_utf8(xml.as_utf8(self._package.members.read(name), path)), path)

    def _passages(self) -> Iterator[Passage]:
        notes: dict[tuple[str, str], list[WordParagraph]] = {}
        for kind in ("footnote", "endnote"):
            for paragraph in self._paragraphs.get(kind, ()):
                notes.setdefault((kind, paragraph.paragraph.note), []).append(paragraph)
        numbers = {"footnote": 0, "endnote": 0}
        for paragraph in self._paragraphs["document"]:
            places: list[tuple[int, WrittenCitation | tuple[str, str]]] = [
                *((citation.start, citation) for citation in paragraph.citations),
                *((place, (kind, note)) for place, kind, note in paragraph.paragraph.references),
            ]
            for _, item in sorted(places, key=lambda entry: entry[0]):
                if isinstance(item, WrittenCitation):
                    placed = self._placed(paragraph, item)
                    if paragraph.paragraph.is_boxed:
                        self.refused[placed] = "a text box can have no notes; move it to the text"
                    else:
                        yield Passage([placed], is_note=False)
                else:
                    numbers[item[0]] += 1
                    yield self._note(notes.pop(item, []), f"{item[0]} {numbers[item[0]]}")

    def _note(self, paragraphs: list[WordParagraph], label: str) -> Passage:
        placed: list[Placed] = []
        words = ""
        for paragraph in paragraphs:
            text = paragraph.paragraph.text
            for citation in paragraph.citations:
                placed.append(self._placed(paragraph, citation, label))
                text = text.replace(paragraph.words(citation.start, citation.end), "", 1)
            words += text
        return Passage(placed, is_note=True, says_more=any(map(str.isalnum, words)))

    def _placed(
        self, paragraph: WordParagraph, citation: WrittenCitation, note: str = ""
    ) -> Placed:
        before = " ".join(paragraph.words(max(0, citation.start - 300), citation.start).split())
        return Placed(citation, paragraph, None, note, before[-_WORDS_AROUND:])

    def finished(self, manuscript: FormattedManuscript) -> tuple[bytes, dict[Placed, str]]:
        """Return the document with its citations put in, and what each was replaced by."""
        writing = _Writing(self._parts, note_styles(self._package.related("styles")), manuscript)
        for placed, formatted in manuscript.citations.items():
            writing.put(placed, formatted, in_note=bool(placed.note))
        for paragraphs in self._paragraphs.values():
            for paragraph in paragraphs:
                writing.unescape(paragraph)
        return self._package.members.rewritten(self._members(writing)), writing.replaced

    def _members(self, writing: _Writing) -> dict[str, bytes]:
        """Return the members of the package that change."""
        members: dict[str, bytes] = {}
        document = self._parts["document"]
        edits = writing.edits
        entries = writing.entries()
        if edits["document"] or entries:
            members[self._package.main] = document.spliced(edits["document"], entries)
        notes = b"".join(writing.footnotes)
        if "endnote" in self._parts and edits["endnote"]:
            name = self._package.name_of("endnotes")
            members[name] = self._parts["endnote"].spliced(edits["endnote"])
        if "footnote" in self._parts and (edits["footnote"] or notes):
            name = self._package.name_of("footnotes")
            part = self._parts["footnote"]
            members[name] = part.spliced(edits["footnote"], notes, at_root=True)
        elif notes:
            part_data = new_footnotes(document.namespace, notes)
            is_strict = document.namespace == NAMESPACES[1]
            members |= added_part(self._package, part_data, is_strict=is_strict)
        return members


class _Writing:
    """The edits of a document, and its new notes."""

    def __init__(
        self,
        parts: Mapping[str, SplicedPart],
        styles: NoteStyles,
        manuscript: FormattedManuscript,
    ) -> None:
        self._parts, self._manuscript = parts, manuscript
        self._writers = {kind: Writer(part.prefix, styles) for kind, part in parts.items()}
        self._note_writer = self._writers.get("footnote") or Writer("w:", styles)
        self._kinds = {id(part): kind for kind, part in parts.items()}
        self.edits: dict[str, list[tuple[Paragraph, Edit]]] = {
            kind: [] for kind in ("document", "footnote", "endnote")
        }
        self.footnotes: list[bytes] = []
        self.replaced: dict[Placed, str] = {}
        used = parts["footnote"].notes if "footnote" in parts else ()
        self._next = 1 + max(
            (int(note) for note in used if re.fullmatch(r"\d{1,8}", note)), default=0
        )

    def put(self, placed: Placed, formatted: Formatted, *, in_note: bool) -> None:
        """Put a citation in: as a note, or in the sentence."""
        paragraph = placed.source
        assert isinstance(paragraph, WordParagraph)
        start, end = placed.citation.start, placed.citation.end
        name = formatted.name.spans if formatted.name else ()
        is_noted = self._manuscript.is_note_style
        if in_note:
            spans = (*name, Span(", " if name and is_noted else " " if name else ""))
            spans = (*spans, *self._in_note(placed, formatted))
            self._edit(paragraph, start, end, spans)
            self.replaced[placed] = _text(spans)
            return
        body = formatted.body.spans
        self.replaced[placed] = f"{_text(name)} {_text(body)}".strip()
        is_raised = bool(body) and all("superscript" in span.style for span in body)
        if not is_noted and not is_raised:
            self._edit(paragraph, start, end, (*name, Span(" " if name else ""), *body))
            return
        text = paragraph.paragraph.text
        mark = joints.mark(text, start, end, self._language, named=bool(name))
        start = start if name or paragraph.piece_at(mark.start) is None else mark.start
        spans = (*name, Span(mark.punctuation))
        if is_noted:
            self.footnotes.append(self._note_writer.footnote(self._next, body))
            self._edit(paragraph, start, mark.end, spans, self._next)
            self._next += 1
        else:
            self._edit(paragraph, start, mark.end, (*spans, *body))

    @property
    def _language(self) -> str:
        return self._manuscript.style.locale.language

    def _in_note(self, placed: Placed, formatted: Formatted) -> tuple[Span, ...]:
        """Return a citation in one of the author's notes as it stands in their sentence."""
        if not self._manuscript.is_note_style:
            return formatted.body.spans
        paragraph = placed.source
        assert isinstance(paragraph, WordParagraph)
        before = paragraph.words(0, placed.citation.start)
        after = paragraph.words(placed.citation.end, len(paragraph.paragraph.text))
        if formatted.name is None and joints.in_parentheses(before):
            return (Span("("), *joints.without_stop(formatted.body).spans, Span(")"))
        keeps_stop = joints.ends_here(after) if formatted.name is None else not after.strip()
        return formatted.body.spans if keeps_stop else joints.without_stop(formatted.body).spans

    def _edit(
        self,
        paragraph: WordParagraph,
        start: int,
        end: int,
        spans: Sequence[Span],
        note: int | None = None,
    ) -> None:
        kind = self._kinds[id(paragraph.part)]
        writer = self._writers[kind]
        piece = paragraph.piece_at(start)
        runs = writer.runs(spans, piece.run.properties if piece else b"")
        runs += writer.reference(note) if note is not None else b""
        self.edits[kind].append((paragraph.paragraph, Edit(start, end, runs)))

    def unescape(self, paragraph: WordParagraph) -> None:
        """Leave out the sign that keeps an ``@`` from being a citation."""
        kind = self._kinds[id(paragraph.part)]
        cited = sorted((citation.start, citation.end) for citation in paragraph.citations)
        for match in _ESCAPED.finditer(paragraph.paragraph.text):
            number = bisect_right(cited, (match.start(), len(paragraph.paragraph.text))) - 1
            is_cited = number >= 0 and match.start() < cited[number][1]
            if paragraph.piece_at(match.start()) is not None and not is_cited:
                edit = Edit(match.start(), match.end(), b"")
                self.edits[kind].append((paragraph.paragraph, edit))

    def entries(self) -> bytes:
        """Return the paragraphs of the bibliography."""
        writer = self._writers["document"]
        return b"".join(writer.entry(_trimmed(entry.spans)) for entry in self._manuscript.entries)


def _text(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans).strip()


def _trimmed(spans: Sequence[Span]) -> Sequence[Span]:
    """Return an entry without line ends around it."""
    trimmed = [span for span in spans if span.text]
    while trimmed and not trimmed[0].text.strip():
        trimmed.pop(0)
    while trimmed and not trimmed[-1].text.strip():
        trimmed.pop()
    return trimmed
