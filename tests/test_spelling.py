"""Words are spelled as dictionaries have them: on the pages, in the help, in code and messages.

Two tools look: a dictionary of English, which knows every right word and so finds every other one
on the pages and in the help; and codespell, which knows frequent mistakes, in the code. Words of
ours that the dictionary lacks are in ``docs/words.txt``, those that codespell takes for mistakes in
``pyproject.toml``.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

import pytest
from spellchecker import SpellChecker

from tests.pages import PAGES, ROOT
from tests.test_docs import ROOT_COMMAND, leaves

pytestmark = pytest.mark.slow

OURS = ROOT / "docs" / "words.txt"


def ours() -> list[str]:
    """Return the words of docs/words.txt, in small letters."""
    return OURS.read_text("utf-8").split()


def prose(page: str) -> str:
    """Return a page without code, addresses and what stands for something else."""
    page = re.sub(r"(?ms)^ *```.*?^ *```|^    .*?$", " ", page)
    page = re.sub(r"`[^`]*`|\]\([^)]*\)|<[^>]*>|\w+://\S+", " ", page)
    return re.sub(r"\S*[@/_\\]\S*|\S*\w\.\w\S*", " ", page)


def words(text: str) -> Iterator[str]:
    """Yield the words in Latin letters, in small letters, without possessives and names of code."""
    for word in re.findall(r"(?<![^\W_])[A-Za-z][A-Za-z’']*[A-Za-z](?![^\W_])", text):
        if not re.search("[a-z][A-Z]|[A-Z]{2}", word):  # a name in code, an abbreviation
            yield re.sub("'s?$", "", word.replace("’", "'").lower())


@cache
def dictionary() -> SpellChecker:
    """Return the dictionary, with our words in it."""
    made = SpellChecker()
    made.word_frequency.load_words(ours())
    return made


def misspelled(text: str) -> set[str]:
    """Return the words of a text that are in no dictionary, nor among ours."""
    return set(dictionary().unknown(set(words(text))))


def helps() -> Iterator[str]:
    """Yield what the help of each command says in words: of itself and of its options."""
    for _, command in leaves(ROOT_COMMAND):
        yield command.help.partition("Examples:")[0]
        for option in command.params:
            yield getattr(option, "help", None) or ""


def test_no_word_of_a_page_is_misspelled() -> None:
    """Every page under docs/ and at the top of the project, without their code."""
    pages = {*PAGES, *ROOT.glob("*.md")}
    found = {path.name: misspelled(prose(path.read_text("utf-8"))) for path in pages}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_no_word_of_the_help_is_misspelled() -> None:
    """The descriptions of all commands and options."""
    text = re.sub(r"\S*[@/_=:.-]\w\S*|--\S+", " ", "\n".join(helps()))
    assert misspelled(text) == set()


def test_each_word_of_ours_is_needed() -> None:
    """The list is sorted, and every word of it is on a page or in the help."""
    assert ours() == sorted(set(ours()))
    pages = {*PAGES, *ROOT.glob("*.md")}
    used = {word for path in pages for word in words(prose(path.read_text("utf-8")))}
    used |= {word for text in helps() for word in words(text)}
    assert set(ours()) - used == set()


def test_code_and_messages_have_no_frequent_mistake() -> None:
    """Comments, docstrings and messages."""
    folders = ["provrepo", "cli", "store", "bench"]
    command = [sys.executable, "-m", "codespell_lib", "--toml", "pyproject.toml", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.stdout.decode() == ""


def test_the_check_finds_mistakes() -> None:
    """A slip in a sentence is found; code, addresses and references are not looked at."""
    page = "A transciption, `teh code`, [it](teh.md).\n\n    teh block\n\ncable/zh@v1 is rigth.\n"
    assert misspelled(prose(page)) == {"transciption", "rigth"}
