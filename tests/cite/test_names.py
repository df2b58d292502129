"""Names: each test one clause of the CSL 1.0.2 specification, "Names" and "Name Particles"."""

from __future__ import annotations

import pytest

from tests.cite.rules import cite, cites, entries, people, year

THREE = people("Doe/J.", "Smith/S.", "Williams/T.")
GOGH = [
    {"given": "Vincent", "non-dropping-particle": "van", "family": "Gogh", "suffix": "III"},
    {"given": "Alexander", "dropping-particle": "von", "family": "Humboldt", "suffix": "Jr."},
]


def names(authors: object, name: str = "", *, inner: str = "", root: str = "") -> str:
    """Return the authors as a cs:name with these attributes prints them."""
    layout = f'<names variable="author"><name {name}>{inner}</name></names>'
    return cite(layout, {"author": authors}, root=root)


@pytest.mark.parametrize(
    ("rule", "count", "expected"),
    [
        ("contextual", 1, "Doe, J. et al."),
        ("contextual", 2, "Doe, J., S. Smith, et al."),
        ("after-inverted-name", 1, "Doe, J., et al."),
        ("after-inverted-name", 2, "Doe, J., S. Smith et al."),
        ("always", 1, "Doe, J., et al."),
        ("never", 2, "Doe, J., S. Smith et al."),
    ],
)
def test_delimiter_precedes_et_al(rule: str, count: int, expected: str) -> None:
    """The delimiter or a blank stands before "et al.", as the style says."""
    attributes = f'et-al-min="3" et-al-use-first="{count}" delimiter-precedes-et-al="{rule}"'
    assert names(THREE, f'{attributes} name-as-sort-order="first"') == expected


@pytest.mark.parametrize(
    ("rule", "count", "expected"),
    [
        ("contextual", 2, "Doe, J. and S. Smith"),
        ("contextual", 3, "Doe, J., S. Smith, and T. Williams"),
        ("after-inverted-name", 2, "Doe, J., and S. Smith"),
        ("after-inverted-name", 3, "Doe, J., S. Smith and T. Williams"),
        ("always", 2, "Doe, J., and S. Smith"),
        ("never", 3, "Doe, J., S. Smith and T. Williams"),
    ],
)
def test_delimiter_precedes_last(rule: str, count: int, expected: str) -> None:
    """The delimiter stands before "and", or does not, as the style says."""
    attributes = f'and="text" delimiter-precedes-last="{rule}" name-as-sort-order="first"'
    assert names(THREE[:count], attributes) == expected


def test_et_al_use_last() -> None:
    """The last name stands behind an ellipsis where two names or more are left out."""
    four = [*THREE, *people("Zed/Q.")]
    last = 'et-al-use-last="true"'
    assert names(four, f'et-al-min="3" et-al-use-first="2" {last}') == (
        "J. Doe, S. Smith, … Q. Zed"
    )
    assert names(four, f'et-al-min="4" et-al-use-first="3" {last}') == (
        "J. Doe, S. Smith, T. Williams, et al."
    )


@pytest.mark.parametrize(
    ("demote", "inverted"),
    [
        ("never", "van Gogh, Vincent, III; Humboldt, Alexander von, Jr."),
        ("sort-only", "van Gogh, Vincent, III; Humboldt, Alexander von, Jr."),
        ("display-and-sort", "Gogh, Vincent van, III; Humboldt, Alexander von, Jr."),
    ],
)
def test_particles(demote: str, inverted: str) -> None:
    """Particles stand where demote-non-dropping-particle puts them; the short form keeps one."""
    root = f'demote-non-dropping-particle="{demote}"'
    printed = names(GOGH, 'delimiter="; " name-as-sort-order="all"', root=root)
    assert printed == inverted
    assert names(GOGH, 'form="short"', root=root) == "van Gogh, Humboldt"
    assert names(GOGH, root=root) == "Vincent van Gogh III, Alexander von Humboldt Jr."


@pytest.mark.parametrize(
    ("demote", "order"),
    [
        ("never", "plain zed dropping non-dropping"),
        ("sort-only", "plain zed non-dropping dropping"),
        ("display-and-sort", "plain zed non-dropping dropping"),
    ],
)
def test_sorting_order(demote: str, order: str) -> None:
    """Names sort by family, then particles, then given name, then suffix."""
    items = [
        {"id": "1", "title": "zed", "author": [{"family": "Gogh", "given": "Zed"}]},
        {"id": "2", "title": "plain", "author": [{"family": "Gogh", "given": "Bert"}]},
        {
            "id": "3",
            "title": "dropping",
            "author": [{"family": "Gogh", "given": "Alan", "dropping-particle": "von"}],
        },
        {
            "id": "4",
            "title": "non-dropping",
            "author": [{"family": "Gogh", "given": "Alan", "non-dropping-particle": "van"}],
        },
    ]
    printed = entries(
        '<bibliography><sort><key variable="author"/></sort><layout><text variable="title"/>'
        "</layout></bibliography>",
        items,
        root=f'demote-non-dropping-particle="{demote}"',
    )
    assert " ".join(printed) == order


def test_articles_of_institutions() -> None:
    """The English article at the start of a non-personal name does not count in sorting."""
    items = [
        {"id": str(number), "author": people(name)}
        for number, name in enumerate(("The New York Times", "Old Records", "A Museum"))
    ]
    sort = '<sort><key variable="author"/></sort><layout><names variable="author"/></layout>'
    assert entries(f"<bibliography>{sort}</bibliography>", items) == [
        "A Museum",
        "The New York Times",
        "Old Records",
    ]


def test_name_part_affixes() -> None:
    """Affixes of the family name enclose particles before it, and the suffix behind it."""
    inner = '<name-part name="family" prefix="[" suffix="]"/>'
    inner += '<name-part name="given" prefix="(" suffix=")" font-style="italic"/>'
    assert names(GOGH, inner=inner) == (
        "(<i>Vincent</i>) [van Gogh III], (<i>Alexander</i>) [<i>von</i> Humboldt Jr.]"
    )
    assert names(GOGH[:1], 'name-as-sort-order="all"', inner=inner) == (
        "[Gogh], (<i>Vincent</i> van), III"
    )


@pytest.mark.parametrize(
    ("name", "natural", "inverted", "short"),
    [
        ({"family": "毛", "given": "泽东"}, "毛泽东", "毛泽东", "毛"),
        ({"family": "毛", "given": "Zedong"}, "毛 Zedong", "毛 Zedong", "毛"),
        (
            {"family": "Mao", "given": "Zedong", "static-ordering": True},
            "Mao Zedong",
            "Mao Zedong",
            "Mao",
        ),
        ({"given": "Banksy"}, "Banksy", "Banksy", "Banksy"),
        ({"family": "el Sheikh"}, "el Sheikh", "el Sheikh", "el Sheikh"),
    ],
)
def test_family_name_first(
    name: dict[str, object], natural: str, inverted: str, short: str
) -> None:
    """Names of Asian scripts, and those that say so, are not turned round."""
    assert names([name]) == natural
    assert names([name], 'name-as-sort-order="all"') == inverted
    assert names([name], 'form="short"') == short


def test_ideographic_names_are_one_word() -> None:
    """What divides the parts of a name does not stand inside a Chinese one."""
    inner = '<name-part name="family" suffix=","/>'
    assert names([{"family": "孔", "given": "丘"}], inner=inner) == "孔丘"


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("James T", "James T. Kirk"),
        ("J.T.", "J. T. Kirk"),
        ("Jean-Luc", "Jean-Luc Kirk"),
    ],
)
def test_initialize_false(given_name: str, expected: str) -> None:
    """With initialize="false" only the initials that are there are rewritten."""
    name = [{"family": "Kirk", "given": given_name}]
    assert names(name, 'initialize="false" initialize-with=". "') == expected


@pytest.mark.parametrize(
    ("given_name", "hyphen", "without"),
    [("Jean-Luc", "J.-L.", "J.L."), ("Hans\u2010Peter", "H.-P.", "H.P."), ("bell", "bell", "bell")],
)
def test_initials(given_name: str, hyphen: str, without: str) -> None:
    """Compound given names keep their hyphen, unless initialize-with-hyphen says otherwise."""
    name = [{"family": "Doe", "given": given_name}]
    assert names(name, 'initialize-with="."') == f"{hyphen} Doe"
    root = 'initialize-with-hyphen="false"'
    assert names(name, 'initialize-with="."', root=root) == f"{without} Doe"


BOTH = {"editor": people("Doe/J."), "translator": people("Doe/J.")}


@pytest.mark.parametrize(
    ("layout", "item", "expected"),
    [
        ('<names variable="editor translator"/>', BOTH, "J. Doe"),
        (
            '<names variable="editor translator"><name/><label prefix=" (" suffix=")"/></names>',
            BOTH,
            "J. Doe (editor &#38; translator)",
        ),
        (
            '<names variable="editor-translator"><name/><label prefix=", "/></names>',
            BOTH,
            "J. Doe, editor &#38; translator",
        ),
        (
            '<names variable="editortranslator"><name/><label prefix=", "/></names>',
            {"editor-translator": people("Roe/K.")},
            "K. Roe, editor &#38; translator",
        ),
    ],
)
def test_editor_and_translator(layout: str, item: dict[str, object], expected: str) -> None:
    """Who edits and translates is named once; the variable of both is made where it is missing."""
    assert cite(layout, item) == expected


VERB = '<names variable="{}"><label form="verb" suffix=" "/><name/></names>'
GENERATED, MERGED = VERB.format("editor-translator"), VERB.format("editor translator")
ONCE = "edited &#38; translated by J. Doe"


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (f'<group delimiter=", ">{GENERATED}{MERGED}</group>', ONCE),
        (f'<group delimiter=", ">{MERGED}{GENERATED}</group>', ONCE),
        (f'<group delimiter=", ">{MERGED}{MERGED}</group>', ONCE),
        (f'<group delimiter=", ">{GENERATED}{VERB.format("editor")}</group>', ONCE),
        (
            '<group delimiter=", "><names variable="author"><name form="short"/><substitute>'
            f'<names variable="editor-translator"/></substitute></names>{MERGED}</group>',
            "Doe",
        ),
        (
            '<group delimiter=", "><names variable="author"><name form="short"/><substitute>'
            f'<names variable="editor"/></substitute></names>{GENERATED}{MERGED}</group>',
            "Doe, translated by J. Doe",
        ),
        (
            f'<group delimiter=", ">{MERGED}<names variable="editor-translator"><name/>'
            '<label prefix=", "/><substitute><names variable="editor"/></substitute></names>'
            "</group>",
            ONCE,
        ),
        # Who is named without a label was not named as anything.
        (
            f'<group delimiter=", "><names variable="editor translator"/>{GENERATED}</group>',
            f"J. Doe, {ONCE}",
        ),
    ],
)
def test_editor_and_translator_are_named_once(layout: str, expected: str) -> None:
    """The generated variable and the two it is made of say the same: a style prints them once."""
    assert cite(layout, BOTH) == expected


def test_others_in_both_roles_are_named_too() -> None:
    """The people of a variable that an item has itself are not those of the two others."""
    layout = f'<group delimiter=", ">{GENERATED}{MERGED}</group>'
    item = {**BOTH, "editor-translator": people("Roe/K.")}
    assert cite(layout, item) == f"edited &#38; translated by K. Roe, {ONCE}"


SUBSTITUTED = '<names variable="author"><name/><substitute>{}</substitute></names>'


@pytest.mark.parametrize(
    ("layout", "item", "expected"),
    [
        (SUBSTITUTED.format('<text variable="title"/>') + '<text variable="title"/>', {}, "T"),
        (
            '<text variable="title"/>' + SUBSTITUTED.format('<text variable="title"/>'),
            {},
            "TT",
        ),
        (
            SUBSTITUTED.format('<names variable="editor translator"/>'),
            {"editor": people("Ed/E."), "translator": people("Tran/T.")},
            "E. EdT. Tran",
        ),
    ],
)
def test_substitute(layout: str, item: dict[str, object], expected: str) -> None:
    """What stands in for a name is not printed again; what was printed before it is."""
    assert cite(layout, {"title": "T", **item}) == expected


def test_suppressed_author_takes_what_stands_in_along() -> None:
    """With suppress-author, a title in the place of names is not printed elsewhere either."""
    layout = SUBSTITUTED.format('<text variable="title"/>') + '<text variable="title"/>'
    layout += '<date variable="issued" prefix=" "><date-part name="year"/></date>'
    item = {"title": "T", "issued": year(1961)}
    assert cite(layout, item, {"suppress-author": True}).strip() == "1961"


def test_author_only_is_running_text() -> None:
    """The author alone stands without the parentheses of the citation."""
    layout = '<names variable="author"><name form="short"/></names><text variable="title"/>'
    item = {"title": "T", "author": people("Doe/J.")}
    attributes = 'prefix="(" suffix=")"'
    assert cite(layout, item, {"author-only": True}, attributes=attributes) == "Doe"


SUBSEQUENT = [
    ("Doe. 1999", people("Doe/")),
    ("Doe. 2000", people("Doe/")),
    ("Doe, Johnson &#38; Williams. 2001", people("Doe/", "Johnson/", "Williams/")),
    ("Doe &#38; Smith. 2002", people("Doe/", "Smith/")),
    ("Doe, Stevens &#38; Miller. 2003", people("Doe/", "Stevens/", "Miller/")),
    ("Doe, Stevens &#38; Miller. 2004", people("Doe/", "Stevens/", "Miller/")),
]


@pytest.mark.parametrize(
    ("rule", "replaced"),
    [
        ("complete-all", {1: "---. 2000", 5: "---. 2004"}),
        ("complete-each", {1: "---. 2000", 5: "---, --- &#38; ---. 2004"}),
        (
            "partial-each",
            {
                1: "---. 2000",
                2: "---, Johnson &#38; Williams. 2001",
                3: "--- &#38; Smith. 2002",
                4: "---, Stevens &#38; Miller. 2003",
                5: "---, --- &#38; ---. 2004",
            },
        ),
        (
            "partial-first",
            {
                1: "---. 2000",
                2: "---, Johnson &#38; Williams. 2001",
                3: "--- &#38; Smith. 2002",
                4: "---, Stevens &#38; Miller. 2003",
                5: "---, Stevens &#38; Miller. 2004",
            },
        ),
    ],
)
@pytest.mark.parametrize("case", ["", 'strip-periods="true"', 'text-case="capitalize-first"'])
def test_subsequent_author_substitute(rule: str, replaced: dict[int, str], case: str) -> None:
    """Names that the entry before has are replaced by rule, whatever stands around their macro."""
    items = [
        {"id": str(number), "author": authors, "issued": year(1999 + number)}
        for number, (_, authors) in enumerate(SUBSEQUENT)
    ]
    printed = entries(
        '<bibliography subsequent-author-substitute="---"'
        f' subsequent-author-substitute-rule="{rule}">'
        f'<layout><text macro="who" {case}/><date variable="issued" prefix=". ">'
        '<date-part name="year"/></date></layout></bibliography>',
        items,
        head='<macro name="who"><names variable="author">'
        '<name and="symbol" delimiter-precedes-last="never"/></names></macro>',
    )
    expected = [replaced.get(number, text) for number, (text, _) in enumerate(SUBSEQUENT)]
    assert printed == expected


def test_substitutes_keep_the_format_of_names() -> None:
    """A name replaced by itself keeps the format and affixes of cs:name."""
    items = [{"id": str(number), "author": people("Doe/J.", "Roe/K.")} for number in range(2)]
    layout = '<layout><names variable="author"><name font-style="italic" suffix="."/></names>'
    printed = entries(
        '<bibliography subsequent-author-substitute="---"'
        f' subsequent-author-substitute-rule="complete-each">{layout}</layout></bibliography>',
        items,
    )
    assert printed[1] == "<i>---</i>., <i>---</i>."


def test_a_term_in_the_place_of_names_is_no_name() -> None:
    """Two anonymous works are not by the same author."""
    items = [{"id": "1", "title": "A"}, {"id": "2", "title": "B"}]
    printed = entries(
        '<bibliography subsequent-author-substitute="---"><layout delimiter=". ">'
        '<names variable="author"><substitute><text macro="nobody"/></substitute></names>'
        '<text variable="title"/></layout></bibliography>',
        items,
        head='<macro name="nobody"><text term="anonymous"/></macro>',
    )
    assert [entry.lower() for entry in printed] == ["anonymous. a", "anonymous. b"]


def test_one_institution_and_an_inherited_rule() -> None:
    """A delimiter before the last that style and name both want stands before institutions too."""
    authors = people("United Nations", "State Department")
    name = 'and="text" delimiter-precedes-last="always"'
    root = 'delimiter-precedes-last="always"'
    assert names(authors, name, root=root) == "United Nations, and State Department"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh-CN", "Doe等"),
        ("en-US", "Doe et al."),
    ],
)
def test_words_without_blanks(locale: str, expected: str) -> None:
    """Chinese joins its "and others" without a blank."""
    item = {"author": people("Doe/J.", "Roe/K.")}
    layout = (
        '<names variable="author"><name form="short" et-al-min="2" et-al-use-first="1"/></names>'
    )
    assert cite(layout, item, locale=locale) == expected


def test_an_empty_and_joins_nothing() -> None:
    """A term that a style defines as empty is not replaced by another language's."""
    head = '<locale><terms><term name="and"/></terms></locale>'
    layout = '<names variable="author"><name and="text"/></names>'
    assert cite(layout, {"author": THREE}, head=head) == "J. Doe, S. Smith, T. Williams"


def test_et_al_subsequent() -> None:
    """Later cites of an item may be shortened more than the first."""
    printed = cites(
        '<names variable="author"><name form="short"/></names>',
        [{"id": "a", "author": THREE}],
        [["a"], ["a"]],
        kind="note",
        citation='et-al-min="3" et-al-use-first="2" et-al-subsequent-use-first="1"',
    )
    assert printed == ["Doe, Smith, et al.", "Doe et al."]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Plain Text", "Plain Text"),
        ({"family": "Doe", "given": "J."}, "J. Doe"),
        (["Plain Text", {}], "Plain Text"),
        ([{"family": "Army", "given": "US", "isInstitution": True}], "US Army"),
        ([{"family": '"van Gogh"', "given": "V."}], "V. van Gogh"),
        ([{"family": "Doe", "given": "J.,! Jr."}], "J. Doe, Jr."),
        ([{"family": "Doe", "given": "J. de la"}], "J. de la Doe"),
        ([{"family": "d'Arc", "given": "Jeanne"}], "Jeanne d’Arc"),
        ([{"family": "Gogh", "non-dropping-particle": "van"}], "van Gogh"),
        ([{"family": "Humboldt", "dropping-particle": "von"}], "von Humboldt"),
        ([{"family": "Gaulle", "given": "de"}], "de Gaulle"),
        ([{"family": "Alembert", "given": "Jean", "dropping-particle": "d'"}], "Jean d’Alembert"),
    ],
)
def test_shapes_of_names(author: object, expected: str) -> None:
    """Names as programs write them: texts, institutions, particles inside the other parts."""
    assert names(author) == expected


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("<i>Jean</i>-Luc", "<i>J.</i>-L. Doe"),
        ("Ph. Emil", "Ph.E. Doe"),
        ("PHilippe", "Ph. Doe"),
        ("Jean de", "J. de Doe"),
        ("ʻAlī", "ʻAlī Doe"),
        ("", "Doe"),
        ("J", "J. Doe"),
    ],
)
def test_more_initials(given_name: str, expected: str) -> None:
    """Abbreviations keep their letters, tags stay, words in small letters are no initials."""
    assert names([{"family": "Doe", "given": given_name}], 'initialize-with="."') == expected


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [("J.-L. Marie", "J.-L. Marie Doe"), ("J L", "J.L. Doe"), ("Marie J", "Marie J. Doe")],
)
def test_initials_that_are_there(given_name: str, expected: str) -> None:
    """With initialize="false", initials side by side follow the style, names stay."""
    attributes = 'initialize="false" initialize-with="."'
    assert names([{"family": "Doe", "given": given_name}], attributes) == expected


def test_periods_of_suffixes_follow_the_initials() -> None:
    """A style that writes initials without periods writes Jr without one too."""
    author = [{"family": "Doe", "given": "John", "suffix": "Jr."}]
    assert names(author, 'initialize-with=""') == "J Doe Jr"
    assert names(author, 'initialize-with="."') == "J. Doe Jr."


UPPER = '<name-part name="family" text-case="uppercase"/>'


@pytest.mark.parametrize(
    ("author", "inner", "expected"),
    [
        ({"family": "Doe", "given": "J."}, UPPER, "J. DOE"),
        ({"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}, UPPER, "V. VAN GOGH"),
        (
            {"family": "hart", "given": "M.", "non-dropping-particle": "'t"},
            '<name-part name="family" text-case="capitalize-first"/>',
            "M. ’t Hart",
        ),
        (
            {"family": "Gogh", "given": "V.", "non-dropping-particle": "van"},
            '<name-part name="family" font-weight="bold"/>',
            "V. <b>van</b> <b>Gogh</b>",
        ),
        (
            {"family": "Humboldt", "given": "A.", "dropping-particle": "von"},
            '<name-part name="given" font-style="italic"/>',
            "<i>A.</i> <i>von</i> Humboldt",
        ),
        (
            {"family": "Alembert", "dropping-particle": "d'"},
            '<name-part name="family" prefix="[" suffix="]"/>',
            "[d’Alembert]",
        ),
        (
            {"family": "Doe", "given": "J.", "suffix": "Jr.", "comma-suffix": True},
            '<name-part name="family" prefix="[" suffix="]"/>',
            "J. [Doe, Jr.]",
        ),
        (
            {"family": "Gogh", "given": "V.", "non-dropping-particle": "van"},
            '<name-part name="family" font-weight="bold" prefix="[" suffix="]"/>',
            "V. [<b>van</b> <b>Gogh</b>]",
        ),
    ],
)
def test_name_parts(author: dict[str, object], inner: str, expected: str) -> None:
    """CSL 1.0.2, Name-part: text-case, formatting and affixes go to the parts they are for."""
    assert names([author], inner=inner) == expected


def test_affixes_of_a_short_family_name() -> None:
    """A formatted particle and family name stand inside the affixes of the part together."""
    inner = '<name-part name="family" font-weight="bold" prefix="[" suffix="]"/>'
    assert names(GOGH[:1], 'form="short"', inner=inner) == "[<b>van</b> <b>Gogh</b>]"


def test_french_particles_stay_on_the_line_of_their_name() -> None:
    """In French a particle and its name are not parted at the end of a line."""
    item = {"author": [{"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"}]}
    layout = '<names variable="author"/>'
    assert cite(layout, item, locale="fr-FR") == "Charles de\N{NO-BREAK SPACE}Gaulle"


@pytest.mark.parametrize(
    ("attributes", "authors", "expected"),
    [
        ('delimiter="," and="text" delimiter-precedes-last="always"', 2, "J. Doe, and S. Smith"),
        ('and="symbol"', 2, "J. Doe &#38; S. Smith"),
        ('et-al-min="2" et-al-use-first="1" suffix=","', 3, "J. Doe, et al.,"),
        ('et-al-min="2" et-al-use-first="3"', 3, "J. Doe, S. Smith, T. Williams"),
        ('et-al-min="many"', 3, "J. Doe, S. Smith, T. Williams"),
    ],
)
def test_more_lists(attributes: str, authors: int, expected: str) -> None:
    """Delimiters get their blank before "and"; limits that are no numbers limit nothing."""
    assert names(THREE[:authors], attributes) == expected


@pytest.mark.parametrize(
    ("locale", "attributes", "expected"),
    [
        ("zh-CN", 'and="text"', "J. Doe和S. Smith"),
        ("zh-CN", 'and="text" delimiter-precedes-last="always"', "J. Doe, 和S. Smith"),
    ],
)
def test_and_without_blanks(locale: str, attributes: str, expected: str) -> None:
    """Chinese joins two names without blanks around its word for "and"."""
    layout = f'<names variable="author"><name {attributes}/></names>'
    assert cite(layout, {"author": THREE[:2]}, locale=locale) == expected


@pytest.mark.parametrize(
    ("et_al", "head", "expected"),
    [
        ('<et-al term="and others"/>', "", "Doe and others"),
        ('<et-al font-style="italic"/>', "", "Doe <i>et al.</i>"),
        ("", '<locale><terms><term name="et-al"/></terms></locale>', "Doe"),
        ('<et-al term="made up"/>', "", "Doe made up"),
    ],
)
def test_et_al(et_al: str, head: str, expected: str) -> None:
    """CSL 1.0.2, Et-al: another term, a format of its own, a term that a style makes empty."""
    layout = (
        '<names variable="author"><name form="short" et-al-min="2" et-al-use-first="1"/>'
        f"{et_al}</names>"
    )
    assert cite(layout, {"author": THREE}, head=head) == expected


def test_a_list_that_shows_nobody() -> None:
    """With et-al-use-first="0" there are no names, so no label, no affixes and no others."""
    layout = (
        '<names variable="author" prefix="(" suffix=")"><name et-al-min="2" et-al-use-first="0"/>'
        '<label prefix=" "/></names><text value="."/>'
    )
    assert cite(layout, {"author": THREE}) == "."


def test_institutions_have_the_format_of_names() -> None:
    """Formatting of cs:name is for institutions as for people."""
    assert names(people("UNESCO"), 'font-style="italic"') == "<i>UNESCO</i>"


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ('<label form="short" suffix=" "/><name/>', "ed. J. Doe"),
        ('<name/><label form="short" prefix=", "/>', "J. Doe, ed."),
        ('<label form="short" prefix=", "/>', "J. Doe, ed."),
        ('<name/><label form="verb" plural="always" prefix=" "/>', "J. Doe edited by"),
        ('<name/><label form="short" text-case="uppercase" prefix=", "/>', "J. Doe, ED."),
    ],
)
def test_labels_of_names(element: str, expected: str) -> None:
    """A label stands before or behind the names, as in the style; without cs:name behind them."""
    layout = f'<names variable="editor">{element}</names>'
    assert cite(layout, {"editor": people("Doe/J.")}) == expected


def test_roles_without_a_term_have_no_label() -> None:
    """A locale that has no word for a role prints the names alone."""
    layout = '<names variable="host"><name/><label prefix=", "/></names>'
    head = '<locale><terms><term name="host"/></terms></locale>'
    assert cite(layout, {"host": people("Doe/J.")}, head=head) == "J. Doe"


def test_an_empty_term_in_the_place_of_names_is_an_answer() -> None:
    """A substitute that the style's locale leaves empty ends the search for one."""
    layout = SUBSTITUTED.format('<text term="anonymous"/><text variable="title"/>')
    head = '<locale><terms><term name="anonymous"/></terms></locale>'
    assert cite(f'{layout}<text value="."/>', {"title": "T"}, head=head) == "."


@pytest.mark.parametrize(
    ("name", "natural", "inverted"),
    [
        ({"family": "de’ Medici", "given": "L."}, "L. de’ Medici", "Medici, L. de’"),
        ({"family": "Medici", "given": "L. de’"}, "L. de’ Medici", "Medici, L. de’"),
        (
            {"family": "Medici", "given": "L.", "non-dropping-particle": "de’"},
            "L. de’ Medici",
            "Medici, L. de’",
        ),
        ({"family": "d’Arc", "given": "J."}, "J. d’Arc", "Arc, J. d’"),
        ({"family": "Abate", "given": "N. dell’"}, "N. dell’Abate", "Abate, N. dell’"),
        ({"family": "a’Beckett", "given": "G."}, "G. a’Beckett", "a’Beckett, G."),
        ({"family": "’t Hart", "given": "M."}, "M. ’t Hart", "Hart, M. ’t"),
    ],
)
def test_a_particle_keeps_its_blank(name: dict[str, str], natural: str, inverted: str) -> None:
    """An apostrophe behind a vowel cuts a word short ("dei Medici"); another joins two."""
    layout = '<names variable="author"><name {}/></names>'
    assert cite(layout.format(""), {"author": [name]}) == natural
    assert cite(layout.format('name-as-sort-order="all"'), {"author": [name]}) == inverted


def test_no_name_has_no_others() -> None:
    """With ``et-al-use-first="0"`` a list prints nothing, and nothing stands in for it.

    CSL 1.0.2, Substitute: "in case the name variables … are empty", which they are not.
    """
    names = (
        '<names variable="author"><name et-al-min="2" et-al-use-first="0"/>'
        '<substitute><text variable="title"/></substitute></names><text value="."/>'
    )
    item = {"author": people("Doe/J.", "Roe/K."), "title": "T"}
    assert cite(names, item) == "."
    assert cite(names, {**item, "author": []}) == "T."
    assert cite(names, {**item, "author": people("Doe/J.")}) == "J. Doe."
