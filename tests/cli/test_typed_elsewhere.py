"""What people type who come from git, Word, Zotero or svn is answered by what does it here."""

from __future__ import annotations

from pathlib import Path

import pytest

from provrepo.cli.usage import _OPTIONS
from tests.conftest import CommandLine
from tests.test_docs import find, options


@pytest.fixture(autouse=True)
def _repository(run: CommandLine, tmp_path: Path) -> None:
    """Make a repository with a document in two languages."""
    for name in ("harbor.transcription.zh.txt", "harbor.translation.en.txt"):
        (tmp_path / name).write_text("Twelve boats.\n")
    (tmp_path / "harbor.csv").write_text("document,title\nharbor,Boats\n")
    run("init")
    run("ingest", "harbor.transcription.zh.txt", "harbor.translation.en.txt")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        # options of other programs
        ("withdraw harbor/en -m why", "withdraw has no option -m: write --reason TEXT"),
        ("purge harbor/en -m why", "write --reason TEXT"),
        ("rename harbor port --message why", "write --reason TEXT"),
        ("revise harbor/en --reason why", "write -m MESSAGE"),
        ("ingest x.txt --author Li", 'write --agent "NAME:ROLE"'),
        ("ingest x.txt -n", "write --dry-run"),
        ("ingest x.txt --dryrun", "write --dry-run"),
        ("ingest x.txt --dry_run", "write --dry-run"),
        ("ingest x.txt --Dry-Run", "write --dry-run"),
        ("ingest letters -r", "a folder is always read with all folders below it"),
        ("ingest x.txt --lang zh", "write --text KIND:LANGUAGE"),
        ("ingest x.txt --titel x", "ingest has no option --titel;"),
        ("status -s", "`provrepo status --check`"),
        ("log -p harbor/en", "`provrepo diff REF` shows what a version changed"),
        ("log --oneline harbor/en", "it lists each version on few lines"),
        ("diff -u harbor/en", "write --format unified"),
        ("diff -w harbor/en", 'write --ignore "white space"'),
        ("list -json", "list has no option -json: write --json"),
        ("list --format json", "write --json"),
        ("cite harbor --language de", "write --locale TAG"),
        ("cite harbor/en -o note.txt", "`> FILE`"),
        ("export harbor/en -o x.docx", "`provrepo export REF FILE`"),
        ("review harbor/en --reject", "write --return"),
        ("review harbor/en --accept", "write --approve"),
        ("show harbor/en --recrod", "did you mean --record?"),
        ("config --global agent x", "settings hold for all that you do"),
        ("init --bare", "PATH is the file"),
        ("-v", "write --version"),
        ("-V", "write --version"),
        ("list -q", "write --quiet"),
        ("list -v", "`provrepo list KEY`"),
        ("ingest --message", "--message needs a value; see `provrepo ingest --help`"),
        ("list --json=yes", "--json takes no value"),
        (
            "ingest harbor.translation.en.txt --document harbor --text french",
            "for a new text say its kind and language: --text translation:en",
        ),
        # words in another order or number
        (
            "export out.docx harbor/en",
            "write the version first: provrepo export harbor/en out.docx",
        ),
        ("revise harbor.csv", "is a table: write --manifest harbor.csv"),
        ("show harbor/zh v2", "“v2” is too much; did you mean harbor/zh@v2? see"),
        ("show harbor/zh@v 2", "did you mean harbor/zh@v2?"),
        ("show harbor/zh @2", "did you mean harbor/zh@v2?"),
        ("restore harbor/zh v1", "did you mean harbor/zh@v1?"),
        ("show harbor zh", "did you mean harbor/zh?"),
        ("serve 9000", "did you mean --port 9000?"),
        ("verify harbor", "“harbor” is too much: all of a repository is verified"),
        ("verify deposit/", "`provrepo init NEW.db --from-package FOLDER` checks a package"),
        ("serve site", "“site” is too much: it shows this repository"),
        ("publish site harbor", "did you mean --document harbor?"),
        ("review harbor/en approve", "did you mean --approve?"),
        ("revise harbor/en title=Boats", 'did you mean --set "title=Boats"?'),
        ("diff harbor/zh v1 v2", "did you mean harbor/zh@v1..v2?"),
        ("diff harbor/zh 1 2", "did you mean harbor/zh@v1..v2?"),
        ("diff harbor/zh harbor/en v2", "did you mean harbor/en@v2?"),
        ("revise harbor/en --title Boats", 'write --set FIELD=VALUE, as --set "title=…"'),
        ("review harbor/en --needs-work", "write --return"),
        ("review --list", "`provrepo status --only review`"),
        ("status --stale", "write --only stale"),
        ("publish site --approved", "write --versions approved"),
        ("edit harbor/en --metadata", "write --citation"),
        ("edit harbor --text en", "`provrepo edit KEY/TEXT`"),
        ("search fog --text harbor", "write --document GLOB"),
        ("search fog -i", "search has no option -i: case does not count"),
        ("search fog -n 5", "write --limit N"),
        ("search fog --author Li", "write --agent NAME;"),
        ("completion bash", "`provrepo --install-completion` installs completion"),
        ("publish site/index.html", "is named like a file, and a folder is written"),
        ("package deposit.zip", "name a folder, such as deposit"),
        ("ingest harbor.translation.en.txt --agent translator:Li", 'write "Li:translator"'),
        ("show", "REF is missing, as in `provrepo show border-cable`"),
        ("withdraw harbor/zh", "--reason is missing, as in `provrepo withdraw "),
        ("note", "say what to do: provrepo note add, edit, remove or list"),
        ("note delete harbor n1", "`provrepo note remove REF NOTE`"),
        ("note show harbor", "`provrepo note list REF`"),
        ("note harbor boats", "`provrepo note add harbor TEXT` adds a note"),
        ("note harbor", "after provrepo note comes add, edit, remove or list, not harbor"),
        # help
        ("note help", "help is an option: `provrepo note --help`"),
        ("diff help", "help is an option: `provrepo diff --help`"),
        ("diff ?", "help is an option: `provrepo diff --help`"),
        ("?", "`provrepo --help` lists the commands"),
        ("man diff", "`provrepo --help` lists the commands"),
        # what a word processor makes of hyphens and quotation marks
        ("list –json", "“–json” begins with a dash: write --json"),
        ("–json list", "“–json” begins with a dash: write --json"),
        ("withdraw harbor/en —reason why", "“—reason” begins with a dash: write --reason"),
        ("note add harbor –quote x y", "“–quote” begins with a dash: write --quote"),
        ("ingest x.txt −m why", "“−m” begins with a dash: write -m"),
        ("ingest x.txt -m “a stroke”", 'write "a stroke"'),
        ("ingest x.txt -m „ein Strich“", 'write "ein Strich"'),
        ("search «dense fog»", 'write "dense fog"'),
        ("“list”", "`provrepo list`"),
        ("show “harbor”", "did you mean harbor?"),
        # names
        ("show harbor.translation.en.txt", "did you mean harbor/translation:en?"),
        ("show harbor.translation.en.wang.docx", "did you mean harbor/translation:en?"),
        ("show en/harbor@v1", "did you mean harbor/translation:en@v1?"),
        ("list Harbor", "did you mean harbor?"),
        ("rename harbor Harbor-2", "did you mean harbor-2?"),
        ("ingest harbor.translation.en.txt --document Harbor", "did you mean harbor?"),
    ],
)
def test_one_line_names_what_does_it(run: CommandLine, typed: str, answer: str) -> None:
    """It leads on; nothing is changed, and the status is that of a wrong usage."""
    refused = run(*typed.split())
    (line,) = refused.stderr.decode().splitlines()
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert answer in line


def test_words_with_typographic_marks_that_are_meant_stay(run: CommandLine) -> None:
    """A note may hold dashes and quotation marks, and so may what is looked for."""
    for text in ("–json", "“Twelve boats”", "a “quoted word” here", "»"):
        done = run("note", "add", "harbor/en", f"n {text}", "--agent", "A:editor")
        assert done.returncode == 0, done.stderr
    assert run("note", "add", "harbor/en", "–").returncode == 0
    assert run("search", "–", "boats").returncode == 0


def test_each_option_that_is_advised_is_there() -> None:
    """And none that people try has been added since."""
    for command, answers in _OPTIONS.items():
        known = options(find(command.split())[0])
        for attempts, advice in answers.items():
            assert not set(attempts.split()) & known, command
            if advice.startswith("-"):
                assert advice.split()[0].rstrip(",:;") in known, (command, advice)
