"""Who did it, and as what."""

from __future__ import annotations

import pytest

from provrepo import errors
from provrepo.agents import RELATORS, ROLES, Contribution, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jeffrey Wang:translator", ("Jeffrey Wang", None, "person", "translator")),
        ("王丽 [Wang Li]:transcriber", ("王丽 [Wang Li]", None, "person", "transcriber")),
        (
            "Li <https://orcid.org/0000-0002-1825-0097>:editor",
            ("Li", "https://orcid.org/0000-0002-1825-0097", "person", "editor"),
        ),
        ("Transkribus:encoder:software", ("Transkribus", None, "software", "encoder")),
        ("Press: Leiden:publisher", ("Press: Leiden", None, "person", "publisher")),
        (
            " A : author of introduction, etc. ",
            ("A", None, "person", "author of introduction, etc."),
        ),
    ],
)
def test_agents_are_read(text: str, expected: tuple[object, ...]) -> None:
    """Name, identifier, type and role come out as written."""
    contribution = parse(text)
    assert (
        contribution.name,
        contribution.identifier,
        contribution.type,
        contribution.role,
    ) == expected


def test_bytes_that_are_no_utf8_are_no_name() -> None:
    """A command's argument in another encoding is refused, not stored in part."""
    with pytest.raises(errors.InvalidValue, match="not UTF-8"):
        parse("J\udcfcrgen:editor")


def test_an_organization_is_named_with_its_type() -> None:
    """The type is the last part, after the role; blanks around the parts do not count."""
    contribution = parse("外交部 <https://example.org/mfa> : compiler : organization ")
    assert contribution == Contribution(
        "外交部", "https://example.org/mfa", "organization", "compiler"
    )
    assert str(contribution) == "外交部 <https://example.org/mfa> (compiler)"


@pytest.mark.parametrize(
    "text", ["", "A", ":editor", "A:", "<id>:editor", "A <id:editor", "A\nB:editor", "person"]
)
def test_what_is_no_agent_is_refused(text: str) -> None:
    """A name and a role are needed."""
    with pytest.raises(errors.InvalidValue):
        parse(text)


def test_a_mistyped_role_is_answered_with_the_nearest() -> None:
    """A role is for ever, so it is checked against the vocabulary."""
    with pytest.raises(errors.InvalidValue, match="did you mean translator"):
        parse("A:translater")
    with pytest.raises(errors.InvalidValue, match="annotator or compiler"):
        parse("A:xyzzy")


def test_the_vocabulary_is_clean() -> None:
    """Terms are lower-case words without blanks around, and hold the common roles."""
    assert all(term == term.strip().lower() and term for term in RELATORS)
    assert {"annotator", "compiler", "proofreader", "degree granting institution"} <= RELATORS
    assert {"transcriber", "translator"} <= RELATORS & set(ROLES)
