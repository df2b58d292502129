"""Commands that read a file which is no text: metadata, styles, manifests, receipts, manuscripts.

What is fuzzed is what the command does, below the boundaries that turn a mistake of ours into an
error of the file; and now and then the whole command, in this process: with any status but 70.
"""

from __future__ import annotations

import functools
import io
import json
import shutil
import tempfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import provrepo
from provrepo import receipt
from provrepo.cite import EXPORT_FORMATS, Style, built_in_styles, export, render
from provrepo.cli.main import run as run_command
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.errors import InputError, ProvrepoError, ReaderFault
from provrepo.formats.draft import Reading, decode
from provrepo.reading import items
from provrepo.reading.citing.citation import TEXT_FORMATS
from tests.formats import test_docx
from tests.formats.office import word
from tests.fuzz.mutation import FuzzedReader
from tests.shared import SHARED

LARGEST = 12_000
"""Larger styles are left out: small ones make more inputs a minute."""

WHOLE = 25
"""One file in this many goes through the whole command, which takes much longer."""

_NOON = 1_795_521_605

_TEXT = "Three fishing boats of the North Harbor were seen. They left at once."

_ITEM = """{"type": "document", "title": "A <i>cable</i>", "author": [{"family": "de Wang", "given":
"Li", "suffix": "Jr."}, {"literal": "Ministry"}], "issued": {"date-parts": [[1961, 5, 3], [1962]]},
"archive": "A", "archive_location": "box 1", "recipient": [{"family": "K"}], "language": "zh",
"accessed": {"raw": "3 May 1961"}, "event-date": {"edtf": "1961-21"}, "custom": {"a": ["b"]},
"page": "1-12", "volume": 3, "note": "x: y", "keyword": "a, b", "URL": "https://x.example/"}"""

_BIBTEX = """@misc{a, title = {A {\\'e} "cable"}, author = {Wang, Li and {Ministry of X}},
year = 1961, month = may, howpublished = "box 1" # { folder}, note = {x}}"""

_RIS = "TY  - UNPB\nTI  - A cable\nAU  - Wang, Li, Jr.\nPY  - 1961/05/03/\nN1  - x\nER  - \n"

_CSV = """file,document,text,based_on,agent,activity,message,created,encoding,title,issued,author
a.txt,x,transcription:zh,,Li:transcriber,,m,1961-05,,A cable,1961,"Wang, Li"
b.txt,x,translation:en,x/transcription:zh; label:film,"Li:translator|K:editor",,,,gb18030,B,,
pages,y,transcription:de,,,,,,,,,
"""

_JSON_LINES = """{"file": "a.txt", "document": "x", "text": "transcription:zh", "title": "T"}
{"file": "b.txt", "document": "x", "text": "translation:en", "based_on": ["x/zh"], "page": 3}
{"file": "a.txt", "document": "z", "text": "translation:en", "author": [{"family": "W"}]}
"""


class _Commands:
    """The commands that are given one broken file after the other, and the folder they run in."""

    def __init__(self) -> None:
        self._keeper = tempfile.TemporaryDirectory(prefix="provrepo-fuzz-")
        self.folder = Path(self._keeper.name)
        for name in ("a.txt", "b.txt", "pages/1.txt"):
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text(_TEXT)
        self.repository = self.folder / "provrepo.db"
        fields = {"title": "A cable", "issued": "1961-05-03", "author": "Wang, Li; Ministry"}
        with provrepo.create(self.repository, clock=fixed_clock(_NOON)) as repository:
            for text, said in ((_TEXT, Changes(fields=fields)), (f"{_TEXT} More.", None)):
                repository.ingest(text.encode(), said, document="cable", text="translation:en")
            self.receipt = str(repository.prove("cable@v1")).encode()
            self.citations = [repository.cite(f"cable@v{number}")[0].text for number in (1, 2)]
        self.opened = provrepo.open(self.repository)

    def file(self, name: str, data: bytes) -> str:
        """Write the broken file and return its path."""
        path = self.folder / name
        path.write_bytes(data)
        return str(path)

    def run(self, *arguments: str, repository: Path | None = None) -> None:
        """Run a command. Raises InputError where it ends with a status that says why not."""
        stdout, stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
        with redirect_stdout(stdout), redirect_stderr(stderr):
            status = run_command(["--repo", str(repository or self.repository), *arguments])
            stdout.flush()
            stderr.flush()
        message = stderr.buffer.getvalue().decode()
        assert status in (0, 1, 2), f"{status}: {message}"
        assert "mistake in provrepo itself" not in message, message
        if status:
            raise InputError(arguments[0], message)


@functools.cache
def _commands() -> _Commands:
    return _Commands()


def _citation(commands: _Commands, data: bytes, number: int) -> None:
    """Take metadata, and cite with what was taken: in a style, in a format for other programs."""
    styles = built_in_styles()
    style = styles[number % len(styles)]
    form = EXPORT_FORMATS[number % len(EXPORT_FORMATS)]
    item = items.read_item(decode(data, "item.json"), "item.json")
    commands.opened.revise("cable", Changes(citation=item), dry_run=True)
    for citation in _loaded(style).citations([[{"id": "x", "locator": "3"}]], {"x": item}):
        render(citation, TEXT_FORMATS[number % len(TEXT_FORMATS)])
    export(item, form)
    if number % WHOLE:
        return
    copy = commands.folder / "copy.db"
    shutil.copyfile(commands.repository, copy)
    path = commands.file("item.json", data)
    commands.run("revise", "cable", "--citation", path, repository=copy)
    commands.run("cite", "cable", "--style", style, repository=copy)
    commands.run("cite", "cable", "--format", form, repository=copy)


def _style(commands: _Commands, data: bytes, number: int) -> None:
    style = Style.read(data)
    cites = [[{"id": "a", "locator": "3"}], [{"id": "a"}], [{"id": "b"}, {"id": "a"}]]
    metadata = {"a": json.loads(_ITEM), "b": json.loads(_ITEM)}
    for citation in style.citations(cites, metadata):
        render(citation, TEXT_FORMATS[number % len(TEXT_FORMATS)])
    if number % 2:
        style.bibliography(metadata)
    if number % WHOLE:
        return
    path = commands.file("x.csl", data)
    bibliography = ["--bibliography"] if number % 2 else []
    commands.run("cite", "cable@v1", "cable@v2", "cable@v1", "--style", path, *bibliography)


def _manifest(commands: _Commands, data: bytes, number: int) -> None:
    path = commands.file("m.csv", data)
    for ingested in commands.opened.ingest_files([], manifest=path, dry_run=True):
        if isinstance(ingested.result, ReaderFault):
            raise ingested.result
    if number % WHOLE == 0:
        commands.run("ingest", "--manifest", path, "--dry-run")


def _receipt(commands: _Commands, data: bytes, number: int) -> None:
    checked = receipt.check(receipt.read(data, "x"))
    json.dumps([checked.as_json(), checked.reference, repr(checked)], indent=2)
    if number % WHOLE:
        return
    more = ["--json"] if number % 2 else []
    path = commands.file("x.tlog-proof", data)
    commands.run(*more, "receipt", path, *([str(commands.folder / "a.txt")] if number % 3 else []))


def _manuscript(commands: _Commands, data: bytes, number: int) -> None:
    more = ["--json"] if number % 2 else []
    commands.run(*more, "resolve", commands.file("chapter.docx", data))


def _read(
    work: Callable[[_Commands, bytes, int], None], data: bytes, _path: str, _reading: Reading
) -> tuple[()]:
    commands = _commands()
    try:
        work(commands, data, zlib.crc32(data))
    except ReaderFault:
        raise
    except ProvrepoError as error:  # whichever says what is wrong
        raise InputError("x", str(error)) from None
    return ()


@functools.cache
def _loaded(style: str) -> Style:
    return Style.load(style)


def _styles() -> Sequence[bytes]:
    folders = (Path(provrepo.__file__).parent / "cite" / "styles", SHARED / "suites/csl-styles")
    files = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.csl"))]
    small = [data for data in files if len(data) < LARGEST]
    return small or [min(files, key=len)]  # without the shared styles


def _manuscripts() -> Sequence[bytes]:
    cited = _commands().citations
    footnote = {"footnotes": test_docx.note(1, test_docx.p(cited[0]))}
    quoted = test_docx.p("He saw “fishing boats of the North Harbor” there.", "<w:r/>")
    anchor = test_docx.p("a", test_docx.r('<w:footnoteReference w:id="1"/>'))
    return [
        word(quoted + anchor, **footnote),
        word("".join(test_docx.p(f"“They left at once” ({text}).") for text in cited)),
    ]


def _items() -> Sequence[bytes]:
    return [_ITEM.encode(), _BIBTEX.encode(), _RIS.encode()]


def _manifests() -> Sequence[bytes]:
    return [_CSV.encode(), _JSON_LINES.encode()]


_JSON_WORDS = (b"[" * 1200, b"9" * 5000, b'"\\ud800"', b"1e9", b"null", b'{"date-parts": [[]]}')

COMMANDS = {
    name: FuzzedReader(functools.partial(_read, work), "x", seeds, words)
    for name, work, seeds, words in (
        (
            "citation",
            _citation,
            _items,
            _JSON_WORDS,
        ),
        ("style", _style, _styles, (b'macro="x"', b"<choose/>", b"<sort/>", b"&#0;", b"]]>")),
        (
            "manifest",
            _manifest,
            _manifests,
            (*_JSON_WORDS, b'"', b"|"),
        ),
        ("receipt", _receipt, lambda: [_commands().receipt], (b"index 0\n", b"\n\n", b"extra ")),
        ("manuscript", _manuscript, _manuscripts, (b"&nbsp;", b"]]>", b"(0123456789ab)")),
    )
}
"""One row a kind of file, by its name."""
