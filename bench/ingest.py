"""Ingest against git: a folder to durable, memory, and how fast each reader reads; in this run.

`--quick` takes a tenth of the files. Git is run in two ways: `git add` with `git commit`, and
`git fast-import` that a small program feeds with the same files, read from the same folder.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from histories import histories

import provrepo
from provrepo.formats.draft import Reading
from provrepo.formats.readers import drafts_in

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.fresh import PEAK

RUNS = 5
SIZE = 6000
SECONDS = 1.5
"""How long each reader reads, at least."""

RUN = """
import sys
from provrepo.cli.main import run
status = run(sys.argv[1:])
print(peak(), file=sys.stderr)
sys.exit(status)
"""
"""The command line, which says at its end how much memory it took, in KiB."""

FEED = """
import os, sys
out = sys.stdout.buffer
out.write(b"commit refs/heads/main\\ncommitter A <a@x> 1700000000 +0000\\ndata 1\\nm\\n")
for name in sorted(os.listdir(sys.argv[1])):
    with open(os.path.join(sys.argv[1], name), "rb") as file:
        data = file.read()
    out.write(b"M 100644 inline %s\\ndata %d\\n" % (name.encode(), len(data)))
    out.write(data + b"\\n")
"""


def main() -> None:
    """Print a table of measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    files = 1000 if arguments.quick else 10_000
    print(f"{'ingest':<46} {'ours':>10} {'peer':>10} {'ratio':>7} {'bar':>10}")
    with tempfile.TemporaryDirectory() as name:
        _folder(Path(name), files)
        _rows_of_a_manifest(Path(name), (files, 10 * files))
        _again(Path(name), files)
    _readers()


def _row(label: str, ours: str, peer: str = "", ratio: float | None = None, bar: str = "") -> None:
    shown = f"{ratio:.2f}" if ratio is not None else ""
    print(f"{label:<46} {ours:>10} {peer:>10} {shown:>7} {bar:>10}", flush=True)


# A folder, and how much memory it takes


def _folder(folder: Path, count: int) -> None:
    source = folder / "texts"
    source.mkdir()
    for number, (content,) in enumerate(histories(count, 1, SIZE, chinese=0.1)):
        (source / f"t{number}.transcription.en.txt").write_text(content, encoding="utf-8")
    ours, added, imported = [], [], []
    peak = 0
    for run in range(RUNS):  # one after the other, so that what disturbs one disturbs the others
        os.sync()  # that nobody waits for the disk to take what was written before
        seconds, peak = _ingest(folder / f"ours{run}", "ingest", source)
        ours.append(seconds)
        os.sync()
        imported.append(_fast_import(folder / f"imported{run}", source))
    for run in range(RUNS):  # apart: the disk is busy with these small files for a while
        os.sync()
        added.append(_add(folder / f"added{run}", source))
    median = statistics.median(ours)
    rate = f"{count / median:.0f}/s"
    for label, theirs, bar in (
        (f"{count} files of 6 KB; git fast-import", imported, "≥ 2"),
        (f"{count} files of 6 KB; git add, commit", added, ""),
    ):
        peer = f"{count / statistics.median(theirs):.0f}/s"
        _row(label, rate, peer, statistics.median(theirs) / median, bar)
    _row(f"{count} files of 6 KB, peak memory", f"{peak >> 10} MB", bar="< 200 MB")


def _ingest(place: Path, *arguments: str | Path) -> tuple[float, int]:
    """Run the real command in an empty repository; return the seconds and the peak in KB."""
    place.mkdir()
    provrepo.create(place / "provrepo.db").close()
    return _command(place, *arguments)


def _command(place: Path, *arguments: str | Path) -> tuple[float, int]:
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", PEAK + RUN, *(os.fspath(one) for one in arguments)],
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    return time.perf_counter() - begun, int(done.stderr.split()[-1])


def _fast_import(place: Path, source: Path) -> float:
    _git(place.parent, "init", "--quiet", "--bare", place.name)
    begun = time.perf_counter()
    feeder = subprocess.Popen([sys.executable, "-c", FEED, source], stdout=subprocess.PIPE)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=place, stdin=feeder.stdout, check=True)
    if feeder.wait():
        raise SystemExit("the feeder of git fast-import failed")
    return time.perf_counter() - begun


def _add(place: Path, source: Path) -> float:
    place.mkdir()
    _git(place, "init", "--quiet")
    inside = ("--git-dir", place / ".git", "--work-tree", source)
    begun = time.perf_counter()
    _git(place, *inside, "add", "--all")
    _git(place, *inside, "-c", "user.name=A", "-c", "user.email=a@x", "commit", "-q", "-m", "m")
    return time.perf_counter() - begun


def _git(folder: Path, *arguments: str | Path) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True)


def _again(folder: Path, count: int) -> None:
    """Ingest a folder that is in already."""
    seconds, _ = _command(folder / "ours0", "ingest", folder / "texts")
    _row(f"{count} files again, all unchanged", f"{count / seconds:.0f}/s")


def _rows_of_a_manifest(folder: Path, counts: Sequence[int]) -> None:
    source = folder / "small"
    source.mkdir()
    peaks = []
    for number in range(max(counts)):
        (source / f"{number}").write_bytes(b"text %d\n" % number)
    for count in counts:
        manifest = folder / f"{count}.csv"
        rows = (f"small/{one},d{one},translation:en,Title {one}\n" for one in range(count))
        manifest.write_text("file,document,text,title\n" + "".join(rows))
        seconds, peak = _ingest(folder / f"m{count}", "ingest", "--manifest", manifest)
        peaks.append(peak)
        _row(f"manifest of {count} rows", f"{count / seconds:.0f}/s")
        _row(f"manifest of {count} rows, peak memory", f"{peak >> 10} MB")
    _row("  the one to the other", "", "", peaks[1] / peaks[0], "≤ 1.2")


# Readers


def _readers() -> None:
    """Print how many megabytes of each format are read in a second."""
    for label, path, data in _files():
        rounds, size = 0, len(data)
        begun = time.perf_counter()
        while time.perf_counter() - begun < SECONDS:
            drafts_in(data, path, Reading())
            rounds += 1
        seconds = (time.perf_counter() - begun) / rounds
        _row(f"reader: {label}, a file of {size >> 10} KB", f"{size / seconds / 1e6:.2f} MB/s")


def _files() -> Iterator[tuple[str, str, bytes]]:
    ((content,),) = histories(1, 1, 200_000, chinese=0)
    paragraphs = [escape(one) for one in content.split("\n\n")]
    for name, path, make in (
        ("text", "a.txt", lambda _: content.encode()),
        ("TEI", "a.xml", _tei),
        (".docx", "a.docx", _docx),
        (".odt", "a.odt", _odt),
        ("PAGE", "a.xml", _page),
        ("ALTO", "a.xml", _alto),
        ("hOCR", "a.html", _hocr),
    ):
        made: Callable[[list[str]], bytes] = make
        yield name, path, made(paragraphs)


def _tei(paragraphs: list[str]) -> bytes:
    body = "\n".join(
        f'<p><lb n="1"/>{one} <supplied reason="lost">a</supplied><note n="1">A note.</note></p>'
        for one in paragraphs
    )
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>'
        f"</titleStmt></fileDesc></teiHeader><text><body>{body}</body></text></TEI>"
    ).encode()


def _docx(paragraphs: list[str]) -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        f'<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>{one}</w:t></w:r>'
        "</w:p>"
        for one in paragraphs
    )
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    document = f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
    return _zip({"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": document})


def _odt(paragraphs: list[str]) -> bytes:
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "text")
    )
    body = "".join(f"<text:p>{one}</text:p>" for one in paragraphs)
    content = (
        f"<office:document-content {spaces}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    return _zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _zip(members: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def _page(paragraphs: list[str]) -> bytes:
    lines = "".join(
        f'<TextRegion id="r{at}"><Coords points="0,0 9,0 9,9 0,9"/><TextLine id="l{at}"><Coords '
        f'points="0,0 9,0 9,9 0,9"/><Baseline points="0,9 9,9"/><TextEquiv><Unicode>{one}</Unicode>'
        "</TextEquiv></TextLine></TextRegion>"
        for at, one in enumerate(paragraphs)
    )
    return (
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Metadata>'
        "<Creator>X</Creator><Created>2020-01-01T00:00:00</Created></Metadata>"
        f'<Page imageFilename="a.jpg">{lines}</Page></PcGts>'
    ).encode()


def _alto(paragraphs: list[str]) -> bytes:
    blocks = "".join(
        f'<TextBlock ID="b{at}"><TextLine>'
        + "<SP/>".join(f'<String WC="0.9" CONTENT="{word}"/>' for word in one.split())
        + "</TextLine></TextBlock>"
        for at, one in enumerate(paragraphs)
    )
    return (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page><PrintSpace>'
        f"{blocks}</PrintSpace></Page></Layout></alto>"
    ).encode()


def _hocr(paragraphs: list[str]) -> bytes:
    lines = "".join(
        '<p class="ocr_par"><span class="ocr_line">'
        + " ".join(f'<span class="ocrx_word" title="x_wconf 90">{w}</span>' for w in one.split())
        + "</span></p>"
        for one in paragraphs
    )
    return f'<html><body><div class="ocr_page">{lines}</div></body></html>'.encode()


if __name__ == "__main__":
    main()
