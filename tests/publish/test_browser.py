"""The site's script in a real Chromium, from `file://`: the check accepts and refuses rightly."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import provrepo
from provrepo import SiteOptions
from tests.publish.edition import EN, fill, put
from tests.publish.site_reader import read

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here; CI installs one"),
]

PRESS = """
<script>addEventListener("load", () => {
  const box = document.querySelector(".check");
  box.querySelector("textarea").value = PASTED;
  box.querySelector("button").click();
});</script>
"""
"""What a reader does: paste a checkpoint, or none, and press the button."""

Press = Callable[..., str]


@pytest.fixture
def engine() -> str:
    """Return the engine: what is drawn is the same for both."""
    return "sqlite"


@pytest.fixture
def site(repository: provrepo.Repository, tmp_path: Path) -> Path:
    """Return the folder of a site whose ledger has more records than one tile."""
    fill(repository)
    drafts = [provrepo.Draft(f"Text {number}.") for number in range(270)]
    for number, draft in enumerate(drafts):
        put(repository, "transcription:en", draft.content, key=f"text-{number}")
    repository.publish(tmp_path / "site", SiteOptions())
    return tmp_path / "site"


def dom(page: Path, *flags: str) -> str:
    """Return a page as Chromium has it once its scripts have run."""
    result = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=9000",
         f"--user-data-dir={page.parent / '.browser'}", *flags, "--dump-dom", page.as_uri()],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    shutil.rmtree(page.parent / ".browser", ignore_errors=True)
    return result.stdout.decode()


def pressed(page: Path, pasted: str = "", *, script: str = "") -> tuple[str, str]:
    """Press the button on a page; return the class and the words of the answer."""
    html = page.read_text("utf-8")
    trial = page.parent / "trial.html"
    press = PRESS.replace("PASTED", json.dumps(pasted))
    trial.write_text(html.replace("</body>", f"{script}{press}</body>"), "utf-8")
    answer = re.search(r'<output aria-live="polite" class="([^"]*)">([^<]*)', dom(trial))
    assert answer
    return answer[1], answer[2]


def version(site: Path, text: str = "translation.en", number: int = 1) -> Path:
    """Return the folder of a version of the cable."""
    return site / "cable" / text / f"v{number}"


def test_every_version_of_the_cable_is_accepted(
    repository: provrepo.Repository, site: Path
) -> None:
    """Chinese and English, the first and the last; with the checkpoint of today, too."""
    checkpoint = str(repository.checkpoint())
    for folder in (version(site), version(site, "transcription.zh", 2), version(site, number=4)):
        assert pressed(folder / "index.html")[0] == "good"
        assert pressed(folder / "index.html", checkpoint)[0] == "good"
    last = site / "text-269" / "transcription.en" / "v1"
    assert pressed(last / "index.html")[0] == "good"


def test_an_earlier_checkpoint_of_this_ledger_is_accepted(
    repository: provrepo.Repository, site: Path
) -> None:
    """One that somebody kept before the site grew; and none that is older than the version."""
    early = [
        record for record in range(1, 262, 37) if record > repository.prove("cable/en@v1").index
    ]
    checkpoints = [provrepo.Checkpoint("example.edu/t", size, roots(repository, size))
                   for size in early]  # fmt: skip
    for checkpoint in checkpoints:
        assert pressed(version(site) / "index.html", str(checkpoint))[0] == "good"
    words = pressed(site / "text-269/transcription.en/v1/index.html", str(checkpoints[0]))
    assert words == ("bad", "Not right: the checkpoint is older than this version")


def roots(repository: provrepo.Repository, size: int) -> bytes:
    """Return the root that the ledger had with ``size`` records, from the dump's lines."""
    from provrepo.store.merkle import Frontier, leaf_hash

    lines: list[bytes] = []
    repository.dump(lines.append)
    frontier = Frontier()
    for line in b"".join(lines).splitlines()[:size]:
        frontier.push(leaf_hash(line))
    found = frontier.root()
    assert found
    return found


def test_what_is_wrong_is_refused(repository: provrepo.Repository, site: Path) -> None:
    """One letter, another version's data, another ledger's checkpoint, a tile that was changed."""
    page = version(site) / "index.html"
    html, data = page.read_text("utf-8"), (version(site) / "data.js").read_text("utf-8")
    page.write_text(html.replace("fishing boats of", "fishing goats of"), "utf-8")
    assert pressed(page)[1] == "Not right: this page shows another text than its record has"
    for forged in (
        html.replace("boats of", 'boats<a class="noteref">, or goats,</a> of'),
        html.replace(' id="text"', ""),
    ):
        page.write_text(forged, "utf-8")
        assert pressed(page)[1] == "Not right: this page shows another text than its record has"
    page.write_text(html, "utf-8")
    (version(site) / "data.js").write_text(data.replace("fishing boats", "fishing goats"))
    assert pressed(page)[1] == "Not right: the text is not the one of the record"
    other = (version(site, number=2) / "data.js").read_text("utf-8")
    (version(site) / "data.js").write_text(other)
    assert pressed(page)[0] == "bad"
    identity = re.search(r'version\("([0-9a-f]{64})"', data)
    record = base64.b64encode(repository.record("cable/en@v2")).decode()
    assert identity
    forged = f'provrepo.version("{identity[1]}", "{record}", {json.dumps(EN)});'
    (version(site) / "data.js").write_text(forged)
    assert pressed(page)[1] == "Not right: the record has another id"
    (version(site) / "data.js").write_text(data)
    foreign = str(repository.checkpoint()).replace("example.edu/t", "example.edu/other")
    assert "another ledger" in pressed(page, foreign)[1]
    lines = str(repository.checkpoint()).split("\n")
    wrong = "\n".join([lines[0], lines[1], base64.b64encode(b"x" * 32).decode(), ""])
    assert "not in the ledger" in pressed(page, wrong)[1]
    assert "no checkpoint" in pressed(page, "nonsense")[1]
    tile = next((site / "_/ledger/tile/0").glob("000*.js"))
    tile.write_text(re.sub(r'"[A-Za-z0-9+/=]{60,}"', lambda match: f'"{"A" * (len(match[0]) - 2)}"',
                           tile.read_text()))  # fmt: skip
    assert pressed(page)[0] == "bad"


def test_of_a_purged_version_the_record_is_checked(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """And no text is said to be right that is not there."""
    fill(repository)
    repository.purge("cable/en@v1", "A court's order")
    repository.publish(tmp_path / "site")
    assert pressed(version(tmp_path / "site") / "index.html") == (
        "good",
        "Right: this record and its place in the ledger are what the checkpoint says; its text was "
        "removed for good.",
    )


def test_why_it_is_refused_is_said_in_the_words_of_the_site(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """In German; and the script has no reason that the page has no words for."""
    fill(repository)
    repository.publish(tmp_path / "site", SiteOptions(language="de"))
    page = version(tmp_path / "site") / "index.html"
    foreign = str(repository.checkpoint()).replace("example.edu/t", "example.edu/other")
    assert pressed(page, foreign)[1] == (
        "Nicht richtig: der Prüfpunkt gehört zu einem anderen Verzeichnis, example.edu/other"
    )
    script = (tmp_path / "site/_/site.js").read_text("utf-8")
    (box,) = [element for element in read(page.read_bytes()).all("div")
              if element.get("class") == "check"]  # fmt: skip
    assert set(re.findall(r'wrong\("(\w+)"', script)) == set(json.loads(box["data-reasons"]))


def test_without_webcrypto_it_hashes_itself(site: Path) -> None:
    """On a page that no secure server delivers; and lists sort, citations have their buttons."""
    away = "<script>Object.defineProperty(crypto, 'subtle', {value: undefined});</script>"
    assert pressed(version(site) / "index.html", script=away)[0] == "good"
    home = read(dom(site / "index.html").encode())
    assert len([button for button in home.all("button") if button.get("type") == "button"]) == 6
    page = read(dom(version(site) / "index.html").encode())
    (waiting,) = [button for button in page.all("button") if "hidden" in button]
    assert waiting["class"] == "copy"  # of the other styles, until one is chosen


CHOOSE = """
<script>addEventListener("load", () => {
  const select = document.querySelector(".styles select");
  select.value = "nara";
  select.dispatchEvent(new Event("change"));
});</script>
"""
"""What a reader does: choose another style."""


def test_another_style_is_cited_with_the_pin(repository: provrepo.Repository, site: Path) -> None:
    """It is what `cite` prints for this very version, shown and ready to be copied."""
    page = version(site, number=2) / "trial.html"
    html = (page.parent / "index.html").read_text("utf-8")
    page.write_text(html.replace("</body>", f"{CHOOSE}</body>"), "utf-8")
    box = re.search(r'<div class="styles".*?</div>', dom(page), re.DOTALL)
    assert box
    (button,) = read(box[0].encode()).all("button")
    (cited,) = repository.cite("cable/en@v2", provrepo.Manner(style="nara"))
    assert button["data-copy"] == cited.text
    assert "hidden" not in button
