"""The pages under docs/ and the README say what is true."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

import provrepo
from provrepo import receipt
from provrepo.cli.main import COMMANDS, app
from provrepo.editing import planning
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.store import events, rules
from provrepo.store.canonical import canonical, parse
from provrepo.store.event_data import Alignment, Policy, Retext, Review, SameAs, Span
from provrepo.store.events import Attribution
from provrepo.store.records import (
    Agent,
    Basis,
    Event,
    IngestedFile,
    Notes,
    Responsibility,
    Text,
    VersionRecord,
)
from tests.pages import PAGES
from tests.store.sample import SIGNATURE

ROOT = Path(__file__).resolve().parents[1]
FORMAT = (ROOT / "docs" / "format.md").read_text("utf-8")


# The worked example of docs/format.md


class Example(NamedTuple):
    """A command of the page, the bytes that it hashes, and the digest below it."""

    command: str
    data: bytes
    digest: str


def examples() -> list[Example]:
    """Return the commands of the worked example in their order."""
    found = re.findall(
        r"^    \$ (printf '(%s|%s\\n)' '([^']*)' \| sha256sum)\n    ([0-9a-f]{64})  -$",
        FORMAT,
        re.MULTILINE,
    )
    return [
        Example(command, (text + ("\n" if form.endswith("n") else "")).encode(), digest)
        for command, form, text, digest in found
    ]


EXAMPLES = examples()


def named(format_name: str) -> list[Example]:
    """Return the examples that are JSON objects of a format."""
    return [one for one in EXAMPLES if f'"format":"{format_name}"'.encode() in one.data]


def test_the_example_is_complete() -> None:
    """Two contents, an agent, two notes objects, citation metadata, two records, an event."""
    assert len(EXAMPLES) == FORMAT.count("    $ printf") == 9
    assert len(named("provrepo/1")) == 2
    assert len(named("provrepo-agent/1")) == 1
    assert len(named("provrepo-notes/1")) == 2


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.digest[:12])
def test_each_digest_is_that_of_the_bytes_shown(example: Example) -> None:
    """A reader who hashes what the page shows gets the digest that the page shows."""
    assert hashlib.sha256(example.data).hexdigest() == example.digest


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="this system has no sha256sum")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.digest[:12])
def test_each_command_prints_its_digest(example: Example) -> None:
    """The one-liners work as they stand there, in a plain shell."""
    done = subprocess.run(["sh", "-c", example.command], capture_output=True, check=True)
    assert done.stdout.decode() == f"{example.digest}  -\n"


def test_the_example_is_canonical() -> None:
    """The JSON on the page is written in the one way that the page describes."""
    objects = [one.data.decode() for one in EXAMPLES if one.data.startswith(b"{")]
    events = re.findall(r'^    (\{.*"event":"init".*\})$', FORMAT, re.MULTILINE)
    assert events
    for text in [*objects, *events]:
        assert canonical(parse(text, "docs/format.md")).decode() == text


def test_the_digests_name_each_other() -> None:
    """What the records name stands on the page: nothing has to be taken on trust."""
    first, second = (json.loads(one.data) for one in named("provrepo/1"))
    digests = {one.digest for one in EXAMPLES}
    for record in (first, second):
        assert {record["content"], record["notes"], record["citation"]} <= digests
        assert {one["agent"] for one in record["agents"]} <= digests
    assert second["based_on"][0]["version"] == named("provrepo/1")[0].digest
    (event,) = (json.loads(one.data) for one in named("provrepo-event/1"))
    assert {*event["targets"], event["data"]["against"]} == {
        one.digest for one in named("provrepo/1")
    }


def test_the_library_makes_the_same_records_of_the_example() -> None:
    """The dataclasses and the page have the same fields and the same bytes."""
    for example in named("provrepo/1"):
        record = json.loads(example.data)
        del record["format"]
        text, file = Text(**record.pop("text")), IngestedFile(**record.pop("file"))
        agents = tuple(Responsibility(**one) for one in record.pop("agents"))
        based_on = tuple(Basis(**one) for one in record.pop("based_on"))
        made = VersionRecord(text=text, file=file, agents=agents, based_on=based_on, **record)
        assert made.canonical() == example.data
        assert made.id == example.digest
    for example in named("provrepo-notes/1"):
        assert Notes.from_json(json.loads(example.data)).id == example.digest


def leaves_of_the_page() -> list[bytes]:
    """Return the records of the page in the order of its ledger: `init`, two versions, a review."""
    (init,) = re.findall(
        r'(?m)^    (\{"data":\{"origin":"sample.example/letters"\},"event":"init".*\})$', FORMAT
    )
    records = [*named("provrepo/1"), *named("provrepo-event/1")]
    return [init.encode(), *(one.data for one in records)]


def sha256(data: bytes) -> bytes:
    """Return a SHA-256."""
    return hashlib.sha256(data).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """Return the root over leaves as the page describes it: the left tree has a power of two."""
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0])
    left = max(2**power for power in range(20) if 2**power < len(leaves))
    return sha256(b"\1" + root_of(leaves[:left]) + root_of(leaves[left:]))


def test_the_ledger_of_the_example_is_made_from_its_records() -> None:
    """Leaves, roots, checkpoint and `copied_from`: all of the records that stand on the page."""
    leaves = leaves_of_the_page()
    table = re.findall(r"(?m)^\| (\d) \| .* \| `([0-9a-f]{64})` \| `([0-9a-f]{64})` \|$", FORMAT)
    assert table == [
        (str(place), sha256(b"\0" + leaf).hex(), root_of(leaves[: place + 1]).hex())
        for place, leaf in enumerate(leaves)
    ]
    origin = json.loads(leaves[0])["data"]["origin"]
    checkpoints = re.findall(rf"(?m)^    {origin}\n    (\d+)\n    (\S+)$", FORMAT)
    assert checkpoints == [
        (str(size), base64.b64encode(root_of(leaves[:size])).decode()) for size in (3, 4)
    ]
    (copied,) = re.findall(r'(?m)^    (\{"data":\{"copied_from".*\})$', FORMAT)
    before = json.loads(copied)["data"]["copied_from"]
    assert canonical(before["init"]) == leaves[0]
    assert (before["size"], before["root"]) == (3, root_of(leaves[:3]).hex())


def test_the_receipt_of_the_example_is_that_of_its_event() -> None:
    """It holds against the checkpoint of the page, by the page's own bytes and by the library."""
    (block,) = re.findall(r"(?m)(^    c2sp\.org/tlog-proof@v1\n    extra ey(?:    .*\n|.*\n|\n)*?"
                          r"    sample.example/letters\n    4\n    \S+\n)", FORMAT)  # fmt: skip
    text = "\n".join(line.removeprefix("    ") for line in block.split("\n"))
    leaves = leaves_of_the_page()
    head, checkpoint = text.split("\n\n")
    _, extra, index, *proof = head.split("\n")
    assert base64.b64decode(extra.removeprefix("extra ")) == leaves[3]
    assert index == "index 3"
    first, second = map(base64.b64decode, proof)
    own = sha256(b"\0" + leaves[3])
    assert sha256(b"\1" + second + sha256(b"\1" + first + own)) == root_of(leaves)
    checked = receipt.check(receipt.read(text.encode(), "page"))
    assert (checked.reference, checked.index) == ("review event of 2024-05-02", 3)
    assert str(checked.checkpoint) == checkpoint


def test_provrepo_makes_the_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ingested at the same time and with the same nonce, the texts get the ids of the page."""
    agent = json.loads(named("provrepo-agent/1")[0].data)
    nonce = bytes.fromhex(agent["nonce"])
    moment = datetime(2024, 5, 1, 12, tzinfo=UTC)
    monkeypatch.setattr(os, "urandom", lambda size: nonce[:size])
    contents = [one.data for one in EXAMPLES if not one.data.startswith(b"{")]
    files = [tmp_path / "landing.transcription.fr.txt", tmp_path / "landing.translation.en.txt"]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    changes = [
        Changes(
            agents=("Ada Sample:transcriber",),
            fields={"title": "Arrivés à bon port", "issued": "1957-05-03"},
            notes=(NoteDraft("Supplied by the editor.", "[le]", "textual", "en"),),
        ),
        Changes(agents=("Ada Sample:translator",), based_on=("landing/transcription:fr@v1",)),
    ]
    path, origin = tmp_path / "provrepo.db", "sample.example/letters"
    monkeypatch.setattr(planning, "SOFTWARE", "provrepo 0.1.0")  # which wrote the example
    with provrepo.create(path, clock=lambda: moment, origin=origin) as repository:
        made = [
            repository.ingest(file, change) for file, change in zip(files, changes, strict=True)
        ]
        reviewer = Attribution(Agent("Ada Sample", None, "person", ""), "reviewer")
        statement = Review(made[1].version.id, "checked", (Span(0, 32),), made[0].version.id)
        event = events.review(
            repository._database,  # noqa: SLF001 - no command writes reviews yet
            statement,
            "2024-05-02T09:30:00Z",
            message="Read beside the original.",
            agents=[reviewer],
        )
        assert list(repository.verify()) == []
        lines: list[bytes] = []
        checkpoint = repository.dump(lines.append)
    assert [one.version.id for one in made] == [one.digest for one in named("provrepo/1")]
    assert [event.id] == [one.digest for one in named("provrepo-event/1")]
    assert [line[:-1] for line in lines] == leaves_of_the_page()
    assert checkpoint.root == root_of(leaves_of_the_page())


def fields(record: Any) -> set[str]:  # noqa: ANN401 - any record class
    """Return the keys of the JSON object of a record, and of the objects in it."""
    found: set[str] = set()
    waiting = [record]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found |= set(value)
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found


def test_each_event_is_described() -> None:
    """The tables have a line for every event that is written, and for every state of a review."""
    section = FORMAT.partition("## Events\n")[2].partition("## What is not known")[0]
    for name in rules.EVENTS:
        assert section.count(f"\n| `{name}` | ") == 1, name
    for word in (*rules.REVIEW_STATES, *rules.PUBLISH):
        assert f"`{word}`" in section or f'`"{word}"`' in section, word


def test_each_field_is_explained() -> None:
    """No field of a record or object is left out of the page's text."""
    objects = [json.loads(one.data) for one in EXAMPLES if b'"format"' in one.data]
    objects += [Agent("A", None, "person", "0").as_json(), Event("init", {}, "", "").as_json()]
    objects += [
        SIGNATURE.as_json(),
        SameAs(("", ""), holds=True).event("", "").as_json(),
        Alignment("", "", ()).event("", "").as_json(),
        Policy(1, independent=True, publish="any").event("", "").as_json(),
        Retext("a", Text("translation", "en"), Text("translation", "fr")).event("", "").as_json(),
    ]
    for field in set().union(*map(fields, objects)):
        assert f"`{field}`" in FORMAT, field


# Links


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"(?m)^#+ (.*)$", page.read_text("utf-8"))
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda path: path.name)
def test_each_link_leads_somewhere(page: Path) -> None:
    """A link within the project names a file that is there, and a heading in it."""
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            file = page.parent / path if path else page
            assert file.exists(), target
            assert not anchor or anchor in anchors(file), target


# The map of the house


def places(page: str) -> Iterator[tuple[str, list[Path]]]:
    """Yield each path that a page names in its prose, and what it may stand for.

    It begins at the top, in the library, or in a folder that the same line names.
    """
    for line in page.splitlines():
        named = re.findall(r"`([\w./-]*(?:/|\.py|/[\w.-]+))`", line)
        folders = [ROOT, ROOT / "provrepo", *(ROOT / one for one in named if one.endswith("/"))]
        for one in named:
            yield one, [folder / one for folder in folders]


def missing(page: str) -> list[str]:
    """Return the paths that a page names and that are not there."""
    return [name for name, paths in places(page) if not any(path.exists() for path in paths)]


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_each_path_on_the_map_exists() -> None:
    """docs/architecture.md names no module that has moved away."""
    assert len(list(places(ARCHITECTURE))) > 80
    assert missing(ARCHITECTURE) == []


def test_each_class_and_constant_on_the_map_exists() -> None:
    """What docs/architecture.md calls by a name of the code is called so in the code."""
    folders = ("provrepo", "cli", "store")
    code = "\n".join(
        path.read_text("utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py")
    )
    for name in set(re.findall(r"`([A-Z]\w+)(?:\.\w+)?`", ARCHITECTURE)):
        assert re.search(rf"^(class {name}\b|{name}\b.* = )", code, re.MULTILINE), name


def test_the_check_of_the_map_finds_mistakes() -> None:
    """A module that has gone is found, whether it is named from the top or within its room."""
    page = (
        "`store/versions.py`, `reading/files.py`\n| `provrepo/accession/` | `names.py`, `run.py` |"
    )
    assert missing(page) == ["store/versions.py", "names.py"]


# The command lines of all pages


def in_blocks(page: str) -> Iterator[list[str]]:
    """Yield the command lines of a page's code blocks, indented or fenced, prompts taken off."""
    fenced = re.findall(r"^```[a-z]*\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    indented = re.findall(r"^    .*$", re.sub(r"(?ms)^```.*?^```", "", page), re.MULTILINE)
    lines = "\n".join([*fenced, *(line[4:] for line in indented)])
    for line in lines.replace("\\\n", " ").splitlines():
        yield from commands(line.removeprefix("$ "))


def commands(line: str) -> Iterator[list[str]]:
    """Yield the words after `provrepo` of each command in a shell line, without redirections."""
    if "provrepo " not in line:
        return
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|;&<>")
    lexer.whitespace_split = True
    try:
        words = list(lexer)
    except ValueError:
        return  # a line of prose or JSON with an apostrophe, no command
    part: list[str] = []
    for word in [*words, ";"]:
        if word and word[0] in "|;&<>":
            if part[:1] == ["provrepo"]:
                yield part[1:]
            # What follows < or > is a file, not a command.
            part = ["file"] if word[0] in "<>" else []
        else:
            part.append(word)


def inline(page: str) -> Iterator[list[str]]:
    """Yield the words after `provrepo` of each command that a page names within its prose."""
    prose = re.sub(r"(?m)^    .*$", "", re.sub(r"(?ms)^```.*?^```", "", page))
    for code in re.findall(r"`(provrepo [^`]+)`", prose):
        yield from commands(code)


ROOT_COMMAND: Any = typer.main.get_command(app)


def find(words: list[str]) -> tuple[Any, str, list[str]]:
    """Return the command that ``words`` name, its name, and its arguments."""
    command, rest = ROOT_COMMAND, list(words)
    names: list[str] = []
    while rest and hasattr(command, "commands"):
        if rest[0].startswith("-"):
            return command, " ".join(names), rest
        assert rest[0] in command.commands, f"there is no command provrepo {' '.join(words)}"
        names.append(rest.pop(0))
        command = command.commands[names[-1]]
    return command, " ".join(names), rest


def options(command: Any) -> set[str]:  # noqa: ANN401 - Typer's private class
    """Return all spellings of a command's options."""
    context = typer.Context(command, help_option_names=["-h", "--help"])
    return {
        spelling
        for one in command.get_params(context)
        for spelling in one.opts
        if spelling[0] == "-"
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_each_command_line_would_be_accepted(page: Path) -> None:
    """A command in a code block exists, has these options, and gets the arguments it needs."""
    for words in in_blocks(page.read_text("utf-8")):
        command, name, rest = find(words)
        try:
            command.make_context(name, rest)
        except typer.Exit:
            pass  # --help and --version are answered at once
        except typer.TyperException as error:
            pytest.fail(f"provrepo {' '.join(words)}: {error.format_message()}")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_each_command_in_the_prose_exists(page: Path) -> None:
    """A command that a sentence names exists, and so do the options named with it."""
    for words in inline(page.read_text("utf-8")):
        command, _, rest = find(words)
        given = {word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)}
        assert given <= options(command), f"{page.name}: provrepo {' '.join(words)}"


def leaves(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield each command that does something, with its whole name."""
    for one, found in getattr(command, "commands", {}).items():
        whole = f"{name} {one}".strip()
        if hasattr(found, "commands"):
            yield from leaves(found, whole)
        else:
            yield whole, found


def test_each_command_and_option_is_described() -> None:
    """docs/cli.md has a section for each command, and names every option of it."""
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    general, _, commands_part = page.partition("\n## init\n")
    _, _, shared = commands_part.partition("\n## Options of all commands\n")
    sections = dict(re.findall(r"(?ms)^## (\S+)\n(.*?)(?=^## )", f"## init\n{commands_part}"))
    assert set(COMMANDS) <= set(sections)
    for name, command in leaves(ROOT_COMMAND):
        section = sections[name.split()[0]]
        assert f"    provrepo {name}" in section, name
        for spelling in options(command):
            assert spelling in general + section + shared, f"{name} {spelling}"


def test_each_command_is_in_the_list_of_the_page() -> None:
    """The head of docs/cli.md has a link to the section of each command."""
    head, _, _ = (ROOT / "docs" / "cli.md").read_text("utf-8").partition("\n## ")
    assert [name for name in COMMANDS if f"[{name}](#{name})" not in head] == []


def test_the_check_of_command_lines_finds_mistakes() -> None:
    """The reader of pages sees commands behind prompts, pipes and line ends."""
    page = (
        "Say `provrepo show REF --record`.\n\n    $ cat x | provrepo ingest - \\\n"
        "        --text translation:en > out\n    provrepo verify && provrepo status\n"
    )
    assert list(in_blocks(page)) == [
        ["ingest", "-", "--text", "translation:en"],
        ["verify"],
        ["status"],
    ]
    assert list(inline(page)) == [["show", "REF", "--record"]]
    with pytest.raises(AssertionError):
        find(["shwo", "cable"])
    command, name, _ = find(["show"])
    with pytest.raises(typer.TyperException):
        command.make_context(name, ["cable", "--recrod"])
    with pytest.raises(typer.TyperException):
        command.make_context(name, [])


def test_each_finding_is_described() -> None:
    """Every code of a finding stands in the tables of docs/store.md and docs/cli.md."""
    from provrepo.store import check

    codes = set(re.findall(r"^``(\w+)``", check.__doc__ or "", re.MULTILINE))
    assert len(codes) > 10
    for page in ("store.md", "cli.md"):
        rows = re.findall(r"^\| (`.*?) \|", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE)
        assert codes <= {code for row in rows for code in re.findall(r"`(\w+)`", row)}
