"""Checkpoints and receipts: what they prove, what they refuse, and that others can check them."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pymerkle
import pytest

import provrepo
from provrepo import errors
from provrepo.receipt import Receipt, check, read, read_checkpoint
from provrepo.store import merkle, survey
from provrepo.store.canonical import canonical
from provrepo.store.checkpoint import Checkpoint
from tests.conftest import CommandLine, also_postgres, only_sqlite

ROOT = Path(__file__).resolve().parents[1]
TEXT = "外交部致驻朝鲜使馆：[朝鲜]边民问题。\r\n"


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with 11 records."""
    for number in range(9):
        repository.ingest(b"%d" % number, document="a", text="transcription:en")
    repository.ingest(TEXT.encode("gb18030"), document="b", text="translation:zh",
                      encoding="gb18030")  # fmt: skip
    return repository


@pytest.mark.parametrize("engine", ["sqlite", also_postgres], indirect=True)
def test_every_version_has_a_receipt_for_every_checkpoint_since(
    repository: provrepo.Repository,
) -> None:
    """A receipt holds against the newest checkpoint and against those kept earlier."""
    kept = []
    for number in range(20):
        repository.ingest(b"%d" % number, document="a", text="transcription:en")
        kept.append(repository.checkpoint())
        for index in range(0, number + 1, 3):
            receipt = repository.prove(f"a@v{index + 1}")
            content = repository.content(f"a@v{index + 1}").encode()
            checked = check(receipt, content, checkpoint=kept[-1])
            assert (checked.reference, checked.file) == (
                f"a/transcription:en@v{index + 1}",
                "content",
            )
    for checkpoint in kept:
        receipt = repository.prove("a@v1", checkpoint)
        assert check(receipt, checkpoint=checkpoint).index == 1
        assert list(repository.verify(checkpoint)) == []
    with pytest.raises(errors.NotProved, match="newer than the checkpoint"):
        repository.prove("a@v20", kept[3])


def test_a_receipt_survives_being_written_and_read(archive: provrepo.Repository) -> None:
    """The file that is printed is the receipt."""
    receipt = archive.prove("b")
    assert read(str(receipt).encode(), "r") == receipt
    assert Checkpoint.parse(str(archive.checkpoint())) == archive.checkpoint()


def test_the_ingested_file_is_recognised_too(archive: provrepo.Repository) -> None:
    """Somebody may have the file instead of the UTF-8 text."""
    assert check(archive.prove("b"), TEXT.encode("gb18030")).file == "ingested file"
    with pytest.raises(errors.NotProved, match="not the content of b/translation:zh@v1"):
        check(archive.prove("b"), TEXT.encode() + b" ")


def test_a_changed_receipt_proves_nothing(archive: provrepo.Repository) -> None:
    """Each character of a receipt counts: with another one it is refused."""
    text = str(archive.prove("a@v3"))
    kept = archive.checkpoint()
    for place in range(len(text)):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(errors.ProvrepoError):
            check(read(changed.encode(), "r"), checkpoint=kept)


def test_a_receipt_of_another_record_or_ledger_is_refused(archive: provrepo.Repository) -> None:
    """A forged record, a forged place and another ledger are found."""
    receipt = archive.prove("a@v3")
    for forged in (
        Receipt(receipt.record + b" ", receipt.index, receipt.proof, receipt.checkpoint),
        Receipt(receipt.record, receipt.index + 1, receipt.proof, receipt.checkpoint),
        Receipt(receipt.record, 10**18, receipt.proof, receipt.checkpoint),
        Receipt(receipt.record, receipt.index, receipt.proof[1:], receipt.checkpoint),
    ):
        with pytest.raises(errors.NotProved):
            check(forged)
    made_up = Receipt(b"nothing", 0, (), Checkpoint("x.example", 1, merkle.leaf_hash(b"nothing")))
    with pytest.raises(errors.NotProved, match="no record"):
        check(made_up)
    with pytest.raises(errors.NotProved, match="not to the one kept"):
        check(receipt, checkpoint=Checkpoint("example.edu/t", 5, receipt.checkpoint.root))


@pytest.mark.parametrize(
    "text",
    [None, [], "translation:en", {}, {"kind": "translation"}, {"kind": 1, "x": 2}],
)
def test_a_forged_ledger_of_one_record_is_named_by_its_id(text: object) -> None:
    """Whoever makes a ledger of his own can prove anything to be in it; reading it is no error."""
    record = {"format": "provrepo/1", "document": "a", "number": 1, "text": text}
    data = canonical(record)
    receipt = Receipt(data, 0, (), Checkpoint("x.example", 1, merkle.leaf_hash(data)))
    checked = check(receipt)
    assert checked.reference == f"record {hashlib.sha256(data).hexdigest()[:12]}"
    assert checked.as_json()["record"] == record
    with pytest.raises(errors.NotProved, match="not the content of record"):
        check(receipt, b"x")


def test_an_event_is_proved_by_its_id(archive: provrepo.Repository) -> None:
    """A receipt may hold any record of a ledger; only a version has a reference."""
    record = {"format": "provrepo-event/1", "event": "init"}
    data = canonical(record)
    receipt = Receipt(data, 0, (), Checkpoint("x.example", 1, merkle.leaf_hash(data)))
    assert check(receipt).reference == f"record {hashlib.sha256(data).hexdigest()[:12]}"
    assert receipt.as_json() == {
        "id": hashlib.sha256(data).hexdigest(),
        "index": 0,
        "proof": [],
        "checkpoint": receipt.checkpoint.as_json(),
    }
    proof = archive.prove("a@v3").as_json()["proof"]
    assert all(len(base64.b64decode(sibling)) == 32 for sibling in proof)
    assert len(proof) == 4  # eleven records: two to the fourth are the next power of two


def test_a_checkpoint_of_another_ledger_proves_nothing(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """Neither one of another repository, nor one that has more records than there are."""
    with provrepo.create(tmp_path / "other.db", origin="example.edu/other") as other:
        foreign = other.checkpoint()
    with pytest.raises(errors.NotProved, match="is not one of this ledger"):
        archive.prove("a@v1", foreign)
    longer = replace(archive.checkpoint(), size=99)
    with pytest.raises(errors.NotProved, match=r"of 99 records of example\.edu/t is not one"):
        archive.prove("a@v1", longer)


HEAD = "c2sp.org/tlog-proof@v1\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "c2sp.org/tlog-proof@v1 was expected"),
        (HEAD, "a line `extra` with the record is missing"),
        (f"{HEAD}extra\nindex 0", "a line `extra` with the record is missing"),
        (f"{HEAD}extra é\nindex 0", "no base64"),
        (f"{HEAD}extra AAA\nindex 0", "no base64"),
        (f"{HEAD}extra AAAA\nindex 01", "a line `index` with a number was expected"),
        (f"{HEAD}extra AAAA\nindex -1", "a line `index` with a number was expected"),
        (f"{HEAD}extra AAAA\nindex 0\nAAAA", "32 bytes in base64 were expected"),
        (f"{HEAD}extra AAAA\nindex 0\n\nnothing", "a checkpoint has origin, size and root"),
    ],
)
def test_what_is_no_whole_receipt_is_refused(text: str, message: str) -> None:
    """One line says which part is missing."""
    with pytest.raises(errors.InputError, match="r: is no whole receipt") as caught:
        read(text.encode(), "r")
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_bytes_that_are_no_text_are_no_receipt_and_no_checkpoint() -> None:
    """A scan beside a receipt is named as what it is not."""
    with pytest.raises(errors.InputError, match="r: is no receipt"):
        read(b"\xff\xd8", "r")
    with pytest.raises(errors.InputError, match="c: is no checkpoint"):
        read_checkpoint(b"\xff\xd8", "c")


def test_an_independent_implementation_has_the_same_root(archive: provrepo.Repository) -> None:
    """Another program makes the same root of the records, and the same proof."""
    database = archive._database  # noqa: SLF001
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for _, record in sorted(survey.records(database, 0, 100), key=lambda one: one[0]):
        tree.append_entry(record.canonical())
    checkpoint = archive.checkpoint()
    assert (tree.get_size(), tree.get_root()) == (checkpoint.size, checkpoint.root)
    receipt = archive.prove("a@v3")
    proof = tree.prove_inclusion(receipt.index + 1, checkpoint.size)
    pymerkle.verify_inclusion(merkle.leaf_hash(receipt.record), checkpoint.root, proof)
    assert set(receipt.proof) == set(proof.path) - {merkle.leaf_hash(receipt.record)}


def test_a_c2sp_implementation_accepts_checkpoint_and_proof(archive: provrepo.Repository) -> None:
    """aics-tlog, which needs Python 3.12, reads the checkpoint and accepts the proof."""
    aics_tlog = pytest.importorskip("aics_tlog", reason="aics-tlog needs Python 3.12")
    receipt = archive.prove("a@v3")
    read_there = aics_tlog.parse_checkpoint(str(receipt.checkpoint))
    assert (read_there.origin, read_there.size) == ("example.edu/t", 11)
    assert aics_tlog.verify_inclusion(
        aics_tlog.leaf_hash(receipt.record),
        receipt.index,
        read_there.size,
        receipt.proof,
        read_there.root,
    )


CHECKER = re.findall(r"(?s)```python\n(.*?)```", (ROOT / "docs" / "ledger.md").read_text("utf-8"))[
    0
]
CODE = compile(CHECKER, "check.py", "exec")


def verdicts(folder: Path, receipt: bytes, file: bytes | None) -> tuple[bool, bool]:
    """Return whether the program on the page, and whether the library, take something for proved.

    The program runs in this process; that it runs by itself is another test.
    """
    (folder / "r.tlog-proof").write_bytes(receipt)
    (folder / "file").write_bytes(file or b"")
    arguments = [
        "check.py",
        str(folder / "r.tlog-proof"),
        *([str(folder / "file")] if file else []),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", arguments)
        try:
            exec(CODE, {})  # noqa: S102 - our own page
            by_page = True
        except (SystemExit, ValueError):  # a traceback is no proof either
            by_page = False
    try:
        check(read(receipt, "r"), file)
        by_library = True
    except errors.ProvrepoError:
        by_library = False
    return by_page, by_library


def test_the_checker_of_the_page_checks_real_receipts(
    tmp_path: Path, archive: provrepo.Repository
) -> None:
    """The program in docs/ledger.md has at most 30 lines, and needs nothing but Python."""
    assert len(CHECKER.splitlines()) <= 30
    (tmp_path / "check.py").write_text(CHECKER)
    (tmp_path / "text.txt").write_bytes(TEXT.encode())

    def checker(receipt: Receipt, *files: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "r.tlog-proof").write_text(str(receipt))
        return subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "check.py", "r.tlog-proof", *files],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    for number in range(1, 4):
        receipt = archive.prove(f"a@v{number}")
        done = checker(receipt)
        assert (done.returncode, done.stderr) == (0, "")
        assert archive.version(f"a@v{number}").id in done.stdout
        assert base64.b64encode(receipt.checkpoint.root).decode() in done.stdout
    receipt = archive.prove("b")
    assert checker(receipt, "text.txt").returncode == 0
    assert checker(receipt, "check.py").returncode == 1
    event = archive.prove(0)
    done = checker(event)
    assert (done.returncode, done.stdout.split()[1]) == (0, "init")
    assert checker(event, "text.txt").returncode == 1


def test_the_page_and_the_library_agree_on_files(
    tmp_path: Path, archive: provrepo.Repository
) -> None:
    """A CRLF file, one in GB18030, the UTF-8 of either, an event, a receipt that mail changed."""
    archive.ingest(b"one\r\ntwo\r\n", document="crlf", text="transcription:en")
    crlf, chinese, event = archive.prove("crlf"), archive.prove("b"), archive.prove(0)
    for receipt, file, proved in (
        (crlf, b"one\r\ntwo\r\n", True),
        (crlf, b"one\ntwo\n", False),
        (chinese, TEXT.encode("gb18030"), True),
        (chinese, TEXT.encode(), True),
        (chinese, TEXT.replace("\r\n", "\n").encode(), False),
        (chinese, TEXT.encode("utf-16"), False),
        (event, None, True),
        (event, b"anything", False),
    ):
        for sent in (str(receipt), str(receipt).replace("\n", "\r\n")):
            assert verdicts(tmp_path, sent.encode(), file) == (proved, proved)
        lone = str(receipt).replace("\n", "\r")  # as no program has written for decades
        assert verdicts(tmp_path, lone.encode(), file) == (False, False)


@only_sqlite
def test_the_page_and_the_library_agree_on_changed_receipts(
    tmp_path: Path, archive: provrepo.Repository
) -> None:
    """Whichever byte of a receipt is another one, or missing, both say the same of it."""
    whole = str(archive.prove("a@v3")).encode()
    assert verdicts(tmp_path, whole, None) == (True, True)
    head = whole.index(b"index")  # what stands before is the record: a few of its bytes are enough
    places = [*range(0, head, 37), *range(head - 8, len(whole))]
    for place in places:
        for changed in (
            whole[:place] + b"B" + whole[place + 1 :],
            whole[:place] + b"=" + whole[place + 1 :],
            whole[:place] + b"\n" + whole[place:],
            whole[:place] + whole[place + 1 :],
        ):
            by_page, by_library = verdicts(tmp_path, changed, None)
            assert by_page == by_library, (place, changed)
    for number in (b"0", b"00", b"-1", b"+2", b"2.0", b"99999999999999999999", "２".encode()):
        for line in (b"index 3", b"\n11\n"):
            changed = whole.replace(line, line.replace(b"3", number).replace(b"11", number))
            by_page, by_library = verdicts(tmp_path, changed, None)
            assert by_page == by_library, changed
    for added in (b"extension\n", b"\n\xe2\x80\x94 example.edu/t c2lnbmVk\n"):
        assert verdicts(tmp_path, whole + added, None) == (True, True)


# Rewritten histories


def test_a_history_cut_off_or_made_anew_is_found_with_a_checkpoint_only(tmp_path: Path) -> None:
    """A repository put back to an earlier state verifies by itself, but not with a checkpoint."""
    path = tmp_path / "provrepo.db"
    with provrepo.create(path, origin="example.edu/t") as repository:
        repository.ingest(b"one", document="a", text="transcription:en")
    shutil.copy(path, tmp_path / "early.db")
    with provrepo.open(path) as repository:
        repository.ingest(b"two", document="a", text="transcription:en")
        kept = repository.checkpoint()
    with provrepo.open(tmp_path / "early.db") as repository:
        assert list(repository.verify()) == []
        (finding,) = repository.verify(kept)
        assert finding.code == "checkpoint"
        assert "only 2 records are left" in finding.message
        repository.ingest(b"forged", document="a", text="transcription:en")
        repository.ingest(b"more", document="a", text="transcription:en")
        assert list(repository.verify()) == []
        (finding,) = repository.verify(kept, quick=True)
        assert "are not those of then" in finding.message
    with provrepo.create(tmp_path / "other.db", origin="example.edu/other") as repository:
        found = [one.place for one in repository.verify(kept)]
        assert "example.edu/t" in found


def test_a_checkpoint_after_a_damaged_record_cannot_be_compared(tmp_path: Path) -> None:
    """Where a record is damaged, the checkpoint is a finding as well."""
    with provrepo.create(tmp_path / "x.db") as repository:
        repository.ingest(b"one", document="a", text="transcription:en")
        kept = repository.checkpoint()
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("UPDATE version SET message = 'x'")
    with provrepo.open(tmp_path / "x.db") as repository:
        assert [one.code for one in repository.verify(kept)] == ["record", "checkpoint"]
        with pytest.raises(errors.NotProved):
            check(repository.prove("a"), checkpoint=kept)


def test_quick_reads_no_content(tmp_path: Path) -> None:
    """Records and ledger are looked at, contents are not."""
    with provrepo.create(tmp_path / "x.db") as repository:
        repository.ingest(b"one", document="a", text="transcription:en")
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("UPDATE content SET data = x'00'")
    with provrepo.open(tmp_path / "x.db") as repository:
        assert list(repository.verify(quick=True)) == []
        assert [one.code for one in repository.verify()] == ["content"]


# What is no receipt or checkpoint

HASH = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x\n",
        "example.edu/t\n1\n",
        f"example.edu/t\n0\n{HASH}\n",
        f"example.edu/t\n01\n{HASH}\n",
        f"example.edu/t\n-1\n{HASH}\n",
        f"\n1\n{HASH}\n",
        f"two words\n1\n{HASH}\n",
        "example.edu/t\n1\nAAAA\n",
        "example.edu/t\n1\nno base64\n",
        f"example.edu/t\n1\n{HASH}",
        f"example.edu/t\n1\n{HASH}\n\nnonsense\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    """One clear error says what was expected."""
    with pytest.raises(errors.InputError, match=r"kept: is no checkpoint"):
        read_checkpoint(text.encode(), "kept")


def test_signed_and_extended_checkpoints_are_read() -> None:
    """Lines of extensions and of signatures, and other line ends, do no harm."""
    plain = f"example.edu/t\n1\n{HASH}\n"
    for text in (plain, f"{plain}extension\n", f"{plain}\n— example.edu/t c2lnbmVk\n"):
        for sent in (text, text.replace("\n", "\r\n")):
            assert str(read_checkpoint(sent.encode(), "kept")) == plain


@pytest.mark.parametrize("origin", ["", "two words", "a\nb", "a+b", "x" * 201])
def test_an_origin_that_no_checkpoint_can_hold_is_refused(tmp_path: Path, origin: str) -> None:
    """`init --origin` says so before it makes anything."""
    if origin:
        with pytest.raises(errors.InvalidValue, match="origin"):
            provrepo.create(tmp_path / "x.db", origin=origin)
    assert list(tmp_path.iterdir()) == []


# The command line


def test_the_commands_from_checkpoint_to_receipt(tmp_path: Path, run: CommandLine) -> None:
    """What `prove` prints, `receipt` accepts in a folder without a repository."""
    run("init", "--origin", "example.edu/[cables]")
    (tmp_path / "a.translation.zh.txt").write_bytes(TEXT.encode())
    run("ingest", "a.translation.zh.txt")
    (tmp_path / "kept").write_bytes(run("checkpoint").stdout)
    (tmp_path / "r.tlog-proof").write_bytes(run("prove", "a").stdout)
    verified = run("verify", "--checkpoint", "kept")
    assert (verified.returncode, b"nothing was changed before" in verified.stdout) == (0, True)
    (tmp_path / "provrepo.db").unlink()
    done = run("receipt", "r.tlog-proof", "a.translation.zh.txt", "--checkpoint", "kept")
    assert done.returncode == 0
    assert b"proved: a/translation:zh@v1" in done.stdout
    assert b"example.edu/[cables]" in done.stdout
    assert b"a.translation.zh.txt is its content" in done.stdout
    (tmp_path / "a.translation.zh.txt").write_bytes(TEXT.encode() + b"x")
    refused = run("receipt", "r.tlog-proof", "a.translation.zh.txt")
    assert (refused.returncode, refused.stderr.count(b"\n")) == (1, 1)
    for wrong in ("kept", "missing", "a.translation.zh.txt"):
        refused = run("receipt", wrong)
        assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)


def test_verify_with_a_checkpoint_of_another_history_exits_with_1(
    tmp_path: Path, run: CommandLine
) -> None:
    """Damage is exit status 1, a file that is no checkpoint 2."""
    run("init", "other.db")
    (tmp_path / "kept").write_bytes(run("checkpoint", "--repo", "other.db").stdout)
    run("init")
    assert run("verify", "--checkpoint", "kept").returncode == 1
    assert run("verify", "--checkpoint", "provrepo.db").returncode == 2


def test_checking_a_receipt_needs_no_database() -> None:
    """`provrepo.receipt` imports no SQL, and no database of the store."""
    code = (
        "import sys, provrepo.receipt\n"
        "print([n for n in ('sqlite3', 'sqlmodel', 'provrepo.store.database') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "record",
    [
        {"format": "provrepo/1"},
        {"format": "provrepo/1", "document": "a", "number": 1, "text": None},
        {"format": "provrepo/1", "document": "a", "number": 1, "text": {"kind": 1, "language": 2}},
        {"format": "provrepo/1", "document": [], "number": {}, "text": {}},
        {"format": {}, "content": [], "file": {"sha256": 1}},
        {"format": "provrepo-event/1"},
        {"a": [[[[]]]]},
    ],
)
def test_a_record_of_somebody_elses_making_is_named_by_its_id(
    tmp_path: Path, run: CommandLine, record: dict[str, object]
) -> None:
    """Whoever makes a ledger of their own can put anything into it: no member is taken for sure."""
    data = canonical(record)
    own = Checkpoint("x.example/y", 1, merkle.leaf_hash(data))
    (tmp_path / "r.tlog-proof").write_text(str(Receipt(data, 0, (), own)))
    (tmp_path / "file").write_text("x")
    proved = run("receipt", "r.tlog-proof")
    assert proved.returncode == 0
    assert proved.stdout.startswith(
        f"proved: record {hashlib.sha256(data).hexdigest()[:12]}".encode()
    )
    with_file = run("receipt", "r.tlog-proof", "file")
    assert (with_file.returncode, with_file.stdout, with_file.stderr.count(b"\n")) == (1, b"", 1)
    assert run("--json", "receipt", "r.tlog-proof").returncode == 0
