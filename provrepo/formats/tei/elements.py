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
    abstract accMat acquisition actor additional additions addName adminInfo affiliation age
    altIdent altIdentifier analytic anchor appInfo application att author authority
    availability bibl biblScope binary binding bindingDesc birth bloc broadcast c caesura
    calendarDesc camera caption case catchwords catDesc category cell change channel
    charName citedRange cl classCode climate code collation collection colloc colophon
    condition constitution correction correspAction correspContext correspDesc country
    creation custEvent custodialHist damage date day death decoDesc decoNote def default
    depth derivation dictScrap dim dimensions distinct distributor district domain edition
    editionStmt editor education ellipsis email emph equipment expan explicit extent
    factuality faith filiation finalRubric floruit foliation foreign forename form formula
    funder gen genName geo geogFeat geogName gi gloss glyphName gram gramGrp handDesc
    handNote handNotes headItem headLabel height heraldry hi hom hours hyph ident idno
    imprint incipit institution interaction interpretation iType jurisdiction keywords
    kinesic label lang langKnowledge langKnown language langUsage layout layoutDesc lbl lem
    licence listNym localName location locus locusGrp m material measure measureGrp
    mentioned minutes mod monogr mood move msFrag msIdentifier msItemStruct msName msPart
    musicNotation name nameLink nationality notatedMusic noteGrp notesStmt num number
    numeric nym objectDesc objectIdentifier objectName objectType occupation offset orgName
    orig origDate origin origPlace orth outputRendition pageNum part particDesc pause pc per
    persName persona personGrp persPronouns phr phrase placeName population pos post postBox
    postCode preparedness principal pron provenance publicationStmt publisher pubPlace
    punctuation purpose rb rdg rdgGrp recordHist recording recordingStmt reg region
    relatedItem rendition repository residence resp respons respStmt restore retrace rhyme
    role roleDesc roleName rs rubric ruby s scriptDesc scriptNote scriptStmt seal sealDesc
    secFol seconds seg series seriesStmt setting settingDesc settlement sex shift signatures
    socecStatus sound source sourceDesc span spec sponsor stamp state street stress string
    subc subst substJoin summary support supportDesc surname surrogates syll symbol tag tech
    term terrain textClass textDesc textLang time title titleStmt tns trait trans transpose
    typeDesc typeNote unicodeName unihanProp unit usg val value view vocal watermark weight
    width wit witDetail witness writing xr year
    """.split()
)
"""Elements whose characters are simply those of the text."""

APART = frozenset(
    """
    abstract additional address adminInfo altIdentifier analytic argument availability back
    biblFull biblStruct binding bindingDesc body broadcast castGroup castList cit climate
    correspAction correspContext correspDesc custodialHist decoDesc dimensions div docTitle
    editionStmt entry epigraph epilogue equipment event floatingText front group handDesc
    handNotes history hom imprint incident langKnowledge langUsage layoutDesc lg listBibl
    listEvent listNym listObject listOrg listPerson listPlace listRef location locusGrp
    monogr msContents msDesc msFrag msIdentifier msItem msItemStruct msPart noteGrp
    notesStmt nym object objectDesc objectIdentifier org particDesc performance person
    persona personGrp physDesc place population postscript prologue publicationStmt
    recordHist recording recordingStmt relatedItem respStmt scriptDesc scriptStmt seal
    sealDesc seriesStmt set setting settingDesc sourceDoc sp spGrp state superEntry
    supportDesc surface surfaceGrp terrain text textClass textDesc titlePage titleStmt trait
    typeDesc
    """.split()
)
"""Elements that hold other elements alone, each of which is words of its own.

Without white space in the file (``<imprint><pubPlace>Rome</pubPlace><date>1961</date>…``) a blank
parts them. Those that hold readings or parts of one word, such as ``subst``, are not among them.
"""
