"""Editors at work for hundreds of commits, and what they would say of their translations.

Nothing is asked of git or of the import to know what is right: whoever changes a file here notes
down what its translation was made from, by the rules of docs/cli.md alone.
"""

from __future__ import annotations

import itertools
import os
import random
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

import provrepo
from provrepo.accession.git.run import History as Part
from provrepo.clock import fixed_clock
from tests.accession.history import History
from tests.accession.test_git_bases import cut

NONE_YET = "no transcription yet"
SEVERAL = "several transcriptions, none of its label"
SEVERAL_OF_ITS_LABEL = "several transcriptions of its label"
LABELS = (None, None, "li", "wang", "zhou")
HAN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黃宇宙洪荒"


@dataclass
class Sheet:
    """A text as its editors have it: where its file is, what it says, what it was made from.

    ``past`` is everything that it said so far, ``basis`` the sheet that a translation follows and
    how many states that had then; or why there is none.
    """

    first_name: str
    document: str
    key: str
    kind: str
    language: str
    label: str | None
    past: list[str] = field(default_factory=list)
    basis: tuple[Sheet, int] | str = ""
    stands: bool = True

    @property
    def path(self) -> str:
        """Where its file is."""
        label = f".{self.label}" if self.label else ""
        return f"archive/{self.key}/{self.key}.{self.kind}.{self.language}{label}.txt"


def substance(text: str) -> str:
    """Return what a text says, whatever its lines, widths and normal form are."""
    plain = unicodedata.normalize("NFC", text)
    plain = plain.translate({0xFF10 + digit: str(digit) for digit in range(10)})
    return ("" if any(sign in HAN for sign in plain) else " ").join(plain.split())


class Office:
    """Editors who change sheets at random, a commit at a time."""

    def __init__(self, seed: int) -> None:
        self.choose = random.Random(seed)  # noqa: S311 - chance, no secret
        self.sheets: list[Sheet] = []
        self.history = History()
        self.numbers = itertools.count(1)
        self.files: dict[str, bytes | None] = {}
        self.moves: dict[str, str] = {}
        self.written: list[Sheet] = []  # in this commit
        self.keys = [f"doc-{number}" for number in range(8)]  # of the documents, as they are now
        self.first_keys: dict[int, str] = {}

    def words(self, language: str) -> str:
        """Return a new text in a language, like no other one."""
        if language == "zh":
            return "".join(self.choose.choices(HAN, k=90)) + f"{self.choose.randrange(10**6)}。\n"
        words = [f"wört{self.choose.randrange(10**6)}" for _ in range(40)]
        return " ".join(words) + ".\n"

    def edited(self, sheet: Sheet) -> str:
        """Return a text with other words, which git still takes for the same file."""
        before = sheet.past[-1]
        if self.choose.random() < 0.15 and len(sheet.past) > 2:  # back to what it said once
            return self.choose.choice(sheet.past)
        place = before.find(".") if sheet.language != "zh" else before.find("。")
        return f"{before[:place]} {next(self.numbers)}{before[place:]}"

    def reformed(self, sheet: Sheet) -> str:
        """Return the same words in other lines, or in another form of Unicode."""
        before = sheet.past[-1]
        if sheet.language == "zh":
            wide = before.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
            place = self.choose.randrange(20, 60)
            return wide if self.choose.random() < 0.4 else f"{before[:place]}\n{before[place:]}"
        if self.choose.random() < 0.4:
            return unicodedata.normalize(self.choose.choice(("NFC", "NFD")), before)
        return before.replace(" ", "\n", 3) if self.choose.random() < 0.5 else before + "\n"

    def of(self, key: str, kind: str) -> list[Sheet]:
        """Return the sheets of a document that have a file now."""
        return [s for s in self.sheets if s.key == key and s.kind == kind and s.stands]

    def begun(self) -> Sheet | None:
        """Return a new sheet, unless its place is taken or was once."""
        kind = self.choose.choice(("transcription", "translation"))
        language = self.choose.choice(("zh", "jrb") if kind == "transcription" else ("en", "fr"))
        key = self.choose.choice(self.keys)
        document = self.first_keys.setdefault(self.keys.index(key), key)
        sheet = Sheet("", document, key, kind, language, self.choose.choice(LABELS))
        label = f":{sheet.label}" if sheet.label else ""
        sheet.first_name = f"{document}/{kind}:{language}{label}"
        taken = {other.first_name for other in self.sheets} | {s.path for s in self.sheets}
        if {sheet.first_name, sheet.path} & taken:
            return None
        return sheet

    def day(self) -> None:
        """Work for one commit."""
        self.files, self.moves, self.written = {}, {}, []
        chance = self.choose.random()
        if chance < 0.08:
            self.label_changes()
        elif chance < 0.14:
            self.key_changes()
        elif chance < 0.20:
            self.comes_back()
        else:
            for _ in range(self.choose.choice((1, 1, 1, 2, 3))):
                self.work()
        self.files["README"] = b"%d" % next(self.numbers)
        self.history.commit(self.files, moves=self.moves)
        for sheet in self.written:
            if sheet.kind == "translation":
                sheet.basis = self.made_from(sheet)

    def write(self, sheet: Sheet, text: str) -> None:
        """Let a sheet say something in this commit."""
        sheet.stands = True
        self.files[sheet.path] = text.encode()
        if not sheet.past or text != sheet.past[-1]:
            sheet.past.append(text)
            self.written.append(sheet)

    def work(self) -> None:
        """Begin a sheet, or change one, or throw it away."""
        chance = self.choose.random()
        standing = [s for s in self.sheets if s.stands and s.path not in self.files]
        if chance < 0.25 or not standing:
            sheet = self.begun()
            if sheet is not None and sheet.path not in self.files:
                self.sheets.append(sheet)
                self.write(sheet, self.words(sheet.language))
            return
        sheet = self.choose.choice(standing)
        if chance < 0.92:
            self.write(sheet, self.edited(sheet) if chance < 0.70 else self.reformed(sheet))
        else:
            self.files[sheet.path] = None
            sheet.stands = False

    def label_changes(self) -> None:
        """Give a file another label; the words stay."""
        standing = [sheet for sheet in self.sheets if sheet.stands]
        label = self.choose.choice(LABELS)
        if standing:
            sheet = self.choose.choice(standing)
            new = replace(sheet, label=label).path
            if new not in {other.path for other in self.sheets}:
                self.moves[sheet.path] = new
                sheet.label = label

    def key_changes(self) -> None:
        """Give a document another key: all of its files get another name."""
        key = self.choose.choice(self.keys)
        new = f"doc-{next(self.numbers)}-{self.choose.randrange(10**6)}"
        for sheet in self.sheets:
            if sheet.key == key and sheet.stands:
                self.moves[sheet.path] = replace(sheet, key=new).path
                sheet.key = new
        if self.moves:
            self.keys[self.keys.index(key)] = new

    def comes_back(self) -> None:
        """Let a file that was thrown away be there again, with what it said or other words."""
        gone = [sheet for sheet in self.sheets if not sheet.stands and sheet.key in self.keys]
        if gone:
            sheet = self.choose.choice(gone)
            as_it_was = self.choose.random() < 0.5
            self.write(sheet, sheet.past[-1] if as_it_was else self.edited(sheet))

    def made_from(self, sheet: Sheet) -> tuple[Sheet, int] | str:
        """Return what a translation follows that was written in this commit; or why nothing."""
        beside = self.of(sheet.key, "transcription")
        own = [other for other in beside if other.label == sheet.label]
        chosen = own or beside
        if len(chosen) == 1:
            return chosen[0], len(chosen[0].past)
        if not beside:
            return NONE_YET
        return SEVERAL_OF_ITS_LABEL if own else SEVERAL

    def expected(self) -> dict[str, str]:
        """Return for each translation ``stale``, ``current``, or why it has no basis."""
        states = {}
        for sheet in self.sheets:
            if sheet.kind != "translation":
                continue
            if isinstance(sheet.basis, str):
                states[sheet.first_name] = sheet.basis
                continue
            basis, length = sheet.basis
            same = substance(basis.past[length - 1]) == substance(basis.past[-1])
            states[sheet.first_name] = "current" if same else "stale"
        return states


def named(repository: provrepo.Repository, name: str) -> str:
    """Return today's name of a text."""
    return repository.version(name).reference.partition("@")[0]


def imported(
    repository: provrepo.Repository, office: Office, reasons: dict[str, str]
) -> dict[str, str]:
    """Return the same of a repository; ``reasons`` are those that its imports gave."""
    status = repository.status()
    states = {finding.reference.partition("@")[0]: "stale" for finding in status.stale}
    missing = {finding.reference.partition("@")[0] for finding in status.without_basis}
    told = {named(repository, name): reason for name, reason in reasons.items()}
    states |= {name: told[name] for name in missing}
    return {
        sheet.first_name: states.get(named(repository, sheet.first_name), "current")
        for sheet in office.sheets
        if sheet.kind == "translation"
    }


def ids(repository: provrepo.Repository) -> dict[str, list[str]]:
    """Return the ids of all versions of each text."""
    return {
        f"{key}/{text.record.text}": [
            version.id for version in repository.history(f"{key}/{text.record.text}")
        ]
        for key in repository.keys()  # noqa: SIM118 - a method of the repository
        for text in repository.document(key).texts
    }


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let what is random in records be a count, which a test may set back."""
    count = [0]

    def urandom(size: int) -> bytes:
        count[0] += 1
        return count[0].to_bytes(size, "big")

    monkeypatch.setattr(os, "urandom", urandom)
    return count


def take_in(
    path: Path, folder: Path, refs: list[str], counted: list[int]
) -> tuple[provrepo.Repository, dict[str, str]]:
    """Import a history into a new repository in as many runs as there are refs."""
    repository = provrepo.create(str(path), clock=fixed_clock(1_800_000_000))
    counted[0] = 0
    reasons: dict[str, str] = {}
    for ref in refs:
        run = repository.import_git(Part(str(folder), ref=ref))
        for ingested in run:
            assert ingested.error is None, ingested.error
        for text_key, reason in run.reasons.items():
            reasons[str(text_key)] = reason
    return repository, reasons


SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 30))]


@pytest.mark.parametrize("seed", SEEDS)
def test_translations_are_what_their_editors_would_say(
    tmp_path: Path, seed: int, counted: list[int]
) -> None:
    """In one run and in many, cut anywhere: the same states, and every record to the byte."""
    office = Office(seed)
    for _ in range(60 if seed == 0 else 400):
        office.day()
    folder = office.history.write(tmp_path / "g")
    expected = office.expected()
    assert len({*expected.values()}) > 2
    once, reasons = take_in(tmp_path / "once.db", folder, ["main"], counted)
    assert imported(once, office, reasons) == expected
    refs = cut(folder, [office.choose.randrange(10**6) for _ in range(12)])
    steps, reasons = take_in(tmp_path / "steps.db", folder, refs, counted)
    assert imported(steps, office, reasons) == expected
    assert ids(steps) == ids(once)
