"""The elements of TEI P5 by what becomes of them in a text; see `provrepo.formats.tei.walk`."""

from __future__ import annotations

BLOCKS = frozenset(
    """
    ab address argument back biblFull biblStruct body castList cit closer div docEdition
    docImprint docTitle entry entryFree epigraph epilogue event floatingText front group
    history incident lg listBibl listEvent listObject listOrg listPerson listPlace msContents
    msDesc msItem opener p performance physDesc postscript prologue set sourceDoc sp spGrp
    superEntry surface surfaceGrp text titlePage titlePart trailer u zone
    """.split()
)
"""Elements that are paragraphs of their own."""

LINES = frozenset(
    """
    addrLine byline castGroup castItem docAuthor docDate etym imprimatur l line listRef object
    org person place re sense speaker stage
    """.split()
)
"""Elements that are lines of their own."""

LETTER_PARTS = frozenset(
    """
    dateline meeting salute signed
    """.split()
)
"""Parts of a letter: lines in its opening or close, elsewhere paragraphs."""

HOLDERS = frozenset(
    """
    address closer opener postscript signed
    """.split()
)
"""What holds the parts of a letter."""

WORDED = frozenset(
    """
    ab cell head item l label p q quote seg
    """.split()
)
"""Elements that hold words: a note before their first word belongs to that word."""

MARKED = frozenset(
    """
    abbr add am corr del ex figDesc secl sic supplied surplus unclear
    """.split()
)
"""Editorial markup around words that `provrepo.formats.tei.conventions` has a row for."""

LEFT_OUT = frozenset(
    """
    addSpan alt altGrp annotation binaryObject damageSpan delSpan desc divGen facsimile fLib
    fs fvLib fw graphic iframe index interp interpGrp join joinGrp lacunaEnd lacunaStart link
    linkGrp listAnnotation listApp listChange listPrefixDef listRelation listTranspose listWit
    media metamark param precision redo relation script spanGrp standOff style teiHeader
    timeline undo witEnd witStart xenoData {http://www.w3.org/1999/xhtml}script
    {http://www.w3.org/1999/xhtml}style
    """.split()
)
"""Elements whose words, if any, are not those of the text."""

PLAIN = frozenset(
    """
    actor addName affiliation age altIdentifier analytic anchor author authority availability
    bibl biblScope birth bloc c caesura camera caption cell charName cl classCode climate
    collection colloc colophon condition country creation damage date day death decoDesc
    decoNote def depth dim dimensions distinct distributor district edition editor education
    email emph expan explicit extent faith filiation finalRubric foliation foreign forename
    form formula funder gen genName geo geogFeat geogName gi gloss gram gramGrp handNote
    headItem headLabel height hi hours hyph ident idno imprint incipit institution interaction
    iType jurisdiction kinesic label lang langKnowledge langKnown language langUsage layout
    lbl lem licence locus locusGrp m material measure measureGrp mentioned minutes mod monogr
    mood move msIdentifier msName msPart name nameLink nationality notatedMusic num number
    objectDesc objectType occupation offset orgName orig origDate origPlace orth pageNum part
    pause pc per persName persPronouns phr phrase placeName population pos post postBox
    postCode preparedness principal pron provenance publisher pubPlace punctuation rb rdg
    rdgGrp reg region relatedItem repository resp respStmt restore retrace rhyme role roleDesc
    roleName rs rubric ruby s secFol seconds seg series settlement sex shift signatures
    socecStatus sound span spec sponsor stamp state street stress string subc subst summary
    support supportDesc surname syll tag tech term terrain textLang time title tns trait trans
    transpose typeNote unit usg val value view vocal watermark weight width wit witDetail
    writing xr year
    """.split()
)
"""Elements whose characters are simply those of the text."""
