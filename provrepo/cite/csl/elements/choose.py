"""cs:choose: conditional rendering (CSL 1.0.2, "Choose").

Each condition becomes a function of the context when the style is compiled; rendering only calls
them. What cs:choose prints is marked as a branch, since its children count as children of the
element around it: the delimiter of a group reaches through.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.elements.own_conditions import OWN_CONDITIONS, Test
from provrepo.cite.csl.elements.values import value_of
from provrepo.cite.csl.item import DATE_VARIABLES
from provrepo.cite.csl.numbers import is_numeric
from provrepo.cite.csl.tree import Node, Output
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler

_POSITIONS = {
    "first": {"first"},
    "subsequent": {"subsequent", "ibid", "ibid-with-locator"},
    "ibid": {"ibid", "ibid-with-locator"},
    "ibid-with-locator": {"ibid-with-locator"},
}
"""Each position that a style can test for, and the positions of cites that pass."""
_FROM_CITE = ("locator", "citation-number", "first-reference-note-number")


def compile_choose(compiler: Compiler, element: Element) -> Render:
    """Compile cs:choose with its cs:if, cs:else-if and cs:else."""
    branches: list[tuple[Test, Callable[[Context], list[Output]]]] = []
    for child in element.children:
        if child.tag not in ("if", "else-if", "else"):
            raise child.error("does not belong in cs:choose")
        test = _always if child.tag == "else" else _condition(child)
        branches.append((test, compiler.sequence(child.children)))
    words = sum(len(" ".join(child.attributes.values()).split()) for child in element.children)
    steps = len(branches) + words // 8

    def render(context: Context) -> Output | None:
        context.work.left -= steps
        for test, sequence in branches:
            if test(context):
                outputs = sequence(context)
                if not outputs:
                    return None
                return outputs[0] if len(outputs) == 1 else Node(outputs, role="branch")
        return None

    return render


def _always(_context: Context) -> bool:
    return True


def _condition(element: Element) -> Test:
    tests: list[Test] = []
    for name, value in element.attributes.items():
        if name == "match":
            continue
        words = value.split()
        if name == "type" and words:
            # An item has one type: several are alternatives.
            tests.append(_types(frozenset(words)))
            continue
        make = _TESTS.get(name)
        if make is None:
            raise element.error(f"has the unknown condition {name!r}")
        word_tests = [make(word) for word in words]
        # A locator has one label.
        several = name == "locator" and len(word_tests) > 1
        tests.extend([_any(word_tests)] if several else word_tests)
    match = element.get("match", "all")
    if match not in ("all", "any", "none", ""):
        raise element.error(f"match={match!r} is none of all, any, none")
    if match == "none":
        return _none(tests)
    if len(tests) == 1:
        return tests[0]
    return _any(tests) if match == "any" else _all(tests)


# Loops, as a generator would cost more than most tests, and a style asks thousands for each note.


def _any(tests: list[Test]) -> Test:
    def test_any(context: Context) -> bool:
        for test in tests:  # noqa: SIM110
            if test(context):
                return True
        return False

    return test_any


def _all(tests: list[Test]) -> Test:
    def test_all(context: Context) -> bool:
        for test in tests:  # noqa: SIM110
            if not test(context):
                return False
        return True

    return test_all


def _none(tests: list[Test]) -> Test:
    is_any = _any(tests)
    return lambda context: not is_any(context)


def _types(types: frozenset[str]) -> Test:
    return lambda context: context.item.type in types


def _variable(word: str) -> Test:
    if word in _FROM_CITE:
        return lambda context: bool(value_of(context, word))
    if word == "year-suffix":
        return lambda context: context.disambiguation.suffix >= 0
    return lambda context: context.item.has(word)


def _numeric(word: str) -> Test:
    # "Content of the variable": dates have parts, not a content, even where these are numbers.
    if word in DATE_VARIABLES:
        return lambda _context: False

    def test(context: Context) -> bool:
        value = value_of(context, word)
        return bool(value) and is_numeric(value)

    return test


def _uncertain(word: str) -> Test:
    def test(context: Context) -> bool:
        date = context.item.date(word)
        return date is not None and date.circa

    return test


def _locator(word: str) -> Test:
    # The specification spells this one label with a blank, the terms of today with a hyphen.
    word = "sub-verbo" if word == "sub verbo" else word
    return lambda context: bool(context.cite.locator) and context.cite.label == word


def _position(word: str) -> Test:
    if word == "near-note":
        return lambda context: context.cite.near_note
    accepted = _POSITIONS.get(word, set())
    return lambda context: context.cite.position in accepted


_NUMBERS = count(1)
"""Tells the tests of ``disambiguate`` apart: each may hold without the others."""


def _disambiguate(word: str) -> Test:
    expected = word == "true"
    number = next(_NUMBERS)

    def test(context: Context) -> bool:
        # Disambiguation asks which conditions a style has anything to show for.
        context.conditions.append(number)
        return context.disambiguation.meets(number) is expected

    return test


_TESTS: dict[str, Callable[[str], Test]] = {
    "type": lambda word: _types(frozenset((word,))),
    "variable": _variable,
    "is-numeric": _numeric,
    "is-uncertain-date": _uncertain,
    "locator": _locator,
    "position": _position,
    "disambiguate": _disambiguate,
    **OWN_CONDITIONS,
}
