"""The pages that commands print, before judges that others have made: of HTML, of access."""

from __future__ import annotations

from pathlib import Path

import pytest

import provrepo
from tests.conftest import in_process
from tests.publish.browser_tools import needs_chromium, nu_errors, said_by
from tests.publish.edition import EN, FIELDS, ZH, fill, put

pytestmark = [pytest.mark.slow, needs_chromium]

COMMANDS = {
    "a comparison": ("diff", "cable/en", "--format", "html"),
    "a comparison of two records": ("diff", "cable/en@v1..v2", "--format", "html"),
    "a comparison of long texts": ("diff", "before.txt", "after.txt", "--format", "html"),
    "a comparison of lists": ("diff", "list.txt", "other-list.txt", "--format", "html"),
    "equal texts": ("diff", "before.txt", "before.txt", "--format", "html"),
    "a blame": ("blame", "cable/en", "--format", "html"),
    "a collation": ("collate", "cable/en@v1", "cable/en@v2", "cable/en", "--format", "html"),
    "a work list": ("status", "--passages", "--format", "html"),
    "an alignment": ("align", "cable/en", "--format", "html"),
    "a version": ("export", "cable/en", "--format", "html"),
    "a version without notes": ("export", "cable/zh", "--format", "html"),
    "two texts": ("export", "cable/en", "--format", "html", "--facing"),
    "hits": ("search", "fishing", "--format", "html"),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the page that each command prints of a repository with every kind of mark in it."""
    folder = tmp_path_factory.mktemp("pages")
    with provrepo.create(folder / "provrepo.db") as repository:
        fill(repository)
        put(repository, "transcription:zh", ZH.replace("請", "[請]"), message="A <b>racket</b>")
        moved = EN.split("\n\n")
        moved[1:3] = moved[2].strip(), moved[1].replace("May", "Ma\u202ey")
        put(repository, "translation:en", "\n\n".join(moved) + "\nMore.\n", fields=FIELDS)
        repository.withdraw("cable/en@v2", "A breach of <privacy>")
    paragraphs = [f"Of the {number} boats\nnone [has] left the port.\n\n" for number in range(300)]
    (folder / "before.txt").write_text("".join(paragraphs), "utf-8")
    letter = "The consul came to the capital on the fourth of May and met nobody there.\n\n"
    changed = [row.replace("boats\nnone", "ships none") for row in paragraphs[::2]]
    (folder / "after.txt").write_text("".join([*changed[5:], letter, *changed[:5]]), "utf-8")
    names = [f"name{number * 7919 % 9973}" for number in range(9_000)]
    others = [name.upper() if number % 3 else name for number, name in enumerate(names)]
    (folder / "list.txt").write_text("\n".join(names), "utf-8")
    blocks = [others[place : place + 300] for place in range(0, 9_000, 300)]
    (folder / "other-list.txt").write_text(
        "\n".join("\n".join(block) for block in blocks[::-1]), "utf-8"
    )
    run = in_process(folder)
    made = {}
    for name, command in COMMANDS.items():
        result = run(*command)
        assert result.returncode == 0, result.stderr
        made[name] = folder / f"{name.replace(' ', '-')}.html"
        made[name].write_bytes(result.stdout)
    assert not run("package", "crate", "--format", "ro-crate").returncode
    made["a package"] = folder / "crate/ro-crate-preview.html"
    return made


def test_html_of_commands_has_no_errors(pages: dict[str, Path]) -> None:
    """The Nu HTML checker finds nothing wrong, nor anything to be warned of."""
    found = [
        f"{Path(message['url']).stem}: {message['message']}"
        for message in nu_errors([*pages.values()])
    ]
    assert not found, "\n".join(found)


def test_everybody_can_read_what_commands_print(pages: dict[str, Path]) -> None:
    """axe-core finds no violation of WCAG 2.2 AA nor of its own rules, in light or dark colours."""
    judged = said_by("axe.mjs", *(path.as_uri() for path in pages.values()))
    assert len(judged) == 2 * len(pages)
    assert all(judgement["passes"] > 10 for judgement in judged)
    found = sorted(
        {
            f"{Path(judgement['url']).stem}: {violation['id']}: {node[:120]}"
            for judgement in judged
            for violation in judgement["violations"]
            for node in violation["nodes"]
        }
    )
    assert not found, "\n".join(found)
