"""Names, dates and languages as files write them: what is kept of them, and what is nobody's."""

from __future__ import annotations

import pytest

from provrepo.formats import file_metadata


@pytest.mark.parametrize(
    ("name", "agent"),
    [
        ("Li Wei", "Li Wei:editor"),
        ("  Li \n Wei ", "Li Wei:editor"),
        ("Li Wei <https://orcid.org/0000-0002-1825-0097>",
         "Li Wei <https://orcid.org/0000-0002-1825-0097>:editor"),
        ("Li <Shanghai", "Li Shanghai:editor"),
        ("Microsoft Office User", None),
        ("ADMIN", None),
        ("", None),
        (None, None),
        ("<>", None),
    ],
)  # fmt: skip
def test_only_people_are_agents(name: str | None, agent: str | None) -> None:
    """Not what a program puts in, nor what no record could hold."""
    assert file_metadata.agent(name, "editor") == agent


@pytest.mark.parametrize(
    ("written", "utc", "instant"),
    [
        ("1961-05-03", True, "1961-05-03"),
        ("1961-05", True, "1961-05"),
        ("2001-02-03T23:05:06.789Z", True, "2001-02-03T23:05:06Z"),
        ("2001-02-03T23:05:06-05:00", True, "2001-02-04T04:05:06Z"),
        ("2001-02-03T23:05", True, "2001-02-03T23:05:00Z"),
        ("2001-02-03T23:05:06", False, "2001-02-03"),
        ("2001-02-03T23:05:06+01:00", False, "2001-02-03T22:05:06Z"),
        ("2001-02-30T23:05:06Z", True, None),
        ("0001-01-01T00:00:00+01:00", True, None),
        ("2001-02-30", True, None),
        ("last May", True, None),
        ("", True, None),
        (None, True, None),
    ],
)
def test_dates_are_instants_days_or_nothing(
    written: str | None, utc: bool, instant: str | None
) -> None:
    """A date that does not exist is no reason to refuse a file."""
    assert file_metadata.instant(written, utc=utc) == instant


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("de", "de"),
        ("German", "de"),
        ("deu", "de"),
        ("ger", "de"),
        ("zh_CN", "zh-CN"),
        ("chi_tra", "zh-Hant"),
        ("deu-AT", "de-AT"),
        ("Ancient Greek", "grc"),
        ("unknown", None),
        ("x!", None),
        ("", None),
        (None, None),
    ],
)
def test_languages_have_tags_however_they_are_named(written: str | None, tag: str | None) -> None:
    """By tag, by English name, by the codes of OCR programs."""
    assert file_metadata.language(written) == tag


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("外交部 in Peking", "latin"),
        ("外交部来电。Peking", "latin"),
        ("外交部来电请核对 ok", "asian"),
        ("دفتر وزارة", "complex"),
        ("Письмо", "latin"),
        ("", "latin"),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, script: str) -> None:
    """An office file has one default language for each of three scripts."""
    assert file_metadata.script(text) == script
