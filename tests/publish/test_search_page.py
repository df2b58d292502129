"""The search of a site in a real Chromium, from `file://`: it finds what the command finds."""

from __future__ import annotations

import html
import json
import random
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import provrepo
from provrepo import NoteDraft, SiteOptions
from provrepo.search.folding import FOLDING, word_pattern
from tests.publish.edition import fill, put
from tests.publish.site_reader import read
from tests.publish.test_browser import CHROMIUM, dom

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here; CI installs one"),
]

ANSWERS = """
<script>addEventListener("load", async () => {
  const settled = () => new Promise((resolve) => {
    const wait = () => document.querySelector("[role=status]").textContent.endsWith("…")
      ? setTimeout(wait, 5) : resolve();
    setTimeout(wait, 5);
  });
  const answers = {};
  for (const query of QUERIES) {
    location.hash = encodeURIComponent(query);
    await settled();
    const more = document.querySelector(".more");
    while (!more.hidden) { more.click(); await settled(); }
    answers[query] = [...document.querySelectorAll(".hits > li")].map((hit) => [
      hit.querySelector("h2 a").getAttribute("href"),
      [...hit.querySelectorAll("mark")].map((mark) => mark.textContent),
      [...hit.querySelectorAll(".snippet a")].map((link) => link.getAttribute("href")),
    ]);
  }
  document.body.innerHTML = "<pre id='answers'></pre>";
  document.getElementById("answers").textContent = JSON.stringify(answers);
});</script>
"""
"""What a reader does: type a query, read what is shown, ask for more until there is no more."""

Answers = dict[str, list[tuple[str, list[str], list[str]]]]


@pytest.fixture
def engine() -> str:
    """Return the engine: what is drawn is the same for both."""
    return "sqlite"


def ran(site: Path, script: str) -> Any:  # noqa: ANN401
    """Return what a script that is put into the page of the search leaves in it."""
    page = site / "_/search/index.html"
    trial = page.parent / "trial.html"
    trial.write_text(page.read_text("utf-8").replace("</body>", f"{script}</body>"), "utf-8")
    found = re.search(r'<pre id="answers">(.*?)</pre>', dom(trial, "--virtual-time-budget=90000"))
    assert found
    return json.loads(html.unescape(found[1]))


def answers(site: Path, *queries: str) -> Answers:
    """Return the hits of queries: where the document is, what is marked, where passages are."""
    result: Answers = ran(site, ANSWERS.replace("QUERIES", json.dumps(queries)))
    return result


TEXTS = {
    "d1": "The ministry of [North] Korea wrote to Sh[en]yang.\n\nOn 4,701 men of Korea.\n",
    "d2": "Forty com-\nrades, Straßenbau and ΟΔΟΣ; naïve Über.\n",
    "d3": "北京，外交部：我[驻]平壤大使馆。\n\n新义州是边境。𠀀字。",
    "d4": "조선민주주의인민공화국 외무성은 〔평양〕 주재 대사에게.\n",
    "d5": "ピョンヤンから電報があった。\n",
    "d6": "Посольство СССР в Пхеньяне [КНДР], ёлка.\n",
    "d7": "وَصَلَت السفن ١٩٦١ إلى المرفأ.\n",
    "d8": "Ἡ ὁδός, ὁδὸς μακρά.\n",
    "d9": "สถานทูตในกรุงเปียงยาง\n",
}
QUERIES = [
    *("korea", "north korea", '"north korea"', '"of korea"', '"of north korea"', "shenyang"),
    *("shyang", "min*", "m*", "minist* -north", "korea OR 北", "4701", "4,701", "701", "comrades"),
    *("strassenbau", "οδος", "naive", "über", "uber", "北", "北京", "驻平壤", "我平壤", "外交部我"),
    *(
        "京外",
        '"北京，外交部"',
        "𠀀字",
        "𠀀",
        "新义州是边境",
        "조선",
        "인민공화국외",
        "평양주재",
        "평양",
    ),
    *("ンヤ", "電報", "посол*", "елка", "кндр", "وصلت", "1961", "ὁδὸς", "กรุง", "nothing", "kor"),
    *("[north] korea", "north] kor*", "-北 korea", '"korea north"', "men korea", "k*a", "fishing"),
    *("118-01026-03", "files", "cipher", "now qingjia", "漁船", "三", "五艘出海", "三艘"),
]


@pytest.fixture
def site(repository: provrepo.Repository, tmp_path: Path) -> Path:
    """Return the folder of a site with texts in many scripts."""
    fill(repository)
    for key, text in TEXTS.items():
        put(repository, "transcription:und", text, key=key)
    repository.add_note("d4", NoteDraft("See the map of [North] Hamgyong.", quote="평양"))
    repository.publish(tmp_path / "site", SiteOptions())
    return tmp_path / "site"


def test_it_finds_what_the_command_finds(repository: provrepo.Repository, site: Path) -> None:
    """Words, beginnings, phrases, characters in any number; brackets with and without theirs."""
    for query, hits in answers(site, *QUERIES).items():
        shown = {href.split("/")[-2] for href, _, _ in hits}
        told = {hit.version.document for hit in repository.search(query, limit=1000)}
        assert shown == {"_con" if key == "con" else key for key in told}, query


def test_a_hit_is_marked_and_leads_to_its_passage(site: Path) -> None:
    """In the text as it stands there, on the page of the exact version."""
    found = answers(site, '"of korea"', "新义州", "hamgyong", '"Border Files"')
    ((_, marks, links),) = found['"of korea"']
    assert marks == ["of [North] Korea", "of Korea"]
    page = "../../d1/transcription.und/v1/index.html"
    assert links == [f"{page}#p1", f"{page}#p2"]
    version = read((site / page.removeprefix("../../")).read_bytes())
    assert {"p1", "p2"} <= set(version.ids)
    ((_, marks, links),) = found["新义州"]
    assert marks == ["新义州"]
    assert links == ["../../d3/transcription.und/v1/index.html#p2"]
    assert found["hamgyong"][0][1] == ["Hamgyong"]
    assert found['"Border Files"'][0][2] == ["../../cable/index.html"]


def test_what_is_no_query_is_told(site: Path) -> None:
    """In a sentence, and nothing is shown."""
    script = """<script>addEventListener("load", async () => {
      const said = [];
      for (const query of ["-korea", "a OR", "OR", "…", "*", "*rea"]) {
        location.hash = encodeURIComponent(query);
        await new Promise((resolve) => setTimeout(resolve, 300));
        said.push(document.querySelector("[role=status]").textContent);
      }
      document.body.innerHTML = "<pre id='answers'></pre>";
      document.getElementById("answers").textContent = JSON.stringify(said);
    });</script>"""
    no_word = "Write a word to look for: letters, digits or characters."
    wrong_or = 'OR needs a word on both sides; as a word it is "OR".'
    *said, star = ran(site, script)
    assert said == [no_word, wrong_or, wrong_or, no_word, no_word]
    assert star.startswith("A word begins with letters")


def test_no_markup_of_a_text_becomes_markup(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """What is shown of a hit is text, and control characters are named."""
    attack = '<img src=x onerror="document.title=1"> </script><b>wheat\u202e</b> \x07 wheat'
    put(repository, "translation:en", attack, fields={"title": attack})
    repository.add_note("cable", NoteDraft(f"wheat {attack}"))
    repository.publish(tmp_path / "site")
    script = """<script>addEventListener("load", async () => {
      location.hash = "wheat";
      await new Promise((resolve) => setTimeout(resolve, 800));
      const hits = document.querySelector(".hits");
      const names = [...hits.querySelectorAll("*")].map((element) => element.localName);
      const state = [hits.textContent, [...new Set(names)].sort(), document.title];
      document.body.innerHTML = "<pre id='answers'></pre>";
      document.getElementById("answers").textContent = JSON.stringify(state);
    });</script>"""
    text, names, title = ran(tmp_path / "site", script)
    assert names == ["a", "h2", "li", "mark", "p", "span"]
    assert "<img src=x onerror" in text
    assert not {"\u202e", "\x07"} & set(text)
    assert "U+202E" in text
    assert title.startswith("Search")


def test_words_are_cut_and_folded_as_the_index_has_them(site: Path) -> None:
    """By the script of the page as by the library: every character, and many beside each other."""
    assigned = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs")
        and not (0x3400 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3 or code >= 0x20000)
    ]
    chance = random.Random(19)  # noqa: S311
    samples = ["".join(chance.choices(assigned, k=12)) for _ in range(3000)]
    samples += ["".join(chance.choices("aB9 éß[-,ж中ピｶﾞก็한ᄒً́س٣", k=12)) for _ in range(1000)]
    samples += assigned
    script = f"""<script>addEventListener("load", () => {{
      const cut = {json.dumps(samples)}.map((text) => provrepo.search.words(text)
        .map((word) => word.word).join(" "));
      document.body.innerHTML = "<pre id='answers'></pre>";
      document.getElementById("answers").textContent = JSON.stringify(cut);
    }});</script>"""
    cut = ran(site, script)
    expected = [
        " ".join(filter(None, (FOLDING[match[0]] for match in word_pattern().finditer(text))))
        for text in samples
    ]
    wrong = [
        (text, here, there)
        for text, here, there in zip(samples, cut, expected, strict=True)
        if here != there
    ]
    assert [(ascii(text), ascii(here), ascii(there)) for text, here, there in wrong] == []
