"""The elements of a Word story that need no function to be read: what becomes of each."""

SKIPPED = frozenset(
    "w:pPr w:rPr w:tblPr w:tblGrid w:trPr w:tcPr w:sdtPr w:sdtEndPr w:sectPr w:delText "
    "w:delInstrText w:fldData w:annotationRef w:footnoteRef w:endnoteRef w:pgNum w:rubyPr "
    "w:smartTagPr w:customXmlPr w:background w:ffData w:separator w:continuationSeparator".split()
)
"""Passed over with all that is in them: properties, instructions, what Word makes anew."""

LEFT_OUT = {
    "w:altChunk": "imported parts",
    "w:subDoc": "subdocuments",
    "w:object": "embedded objects",
    "w:control": "embedded objects",
    "c:chart": "charts",
    "dgm:relIds": "diagrams",
    "pic:pic": "pictures",
    "v:imagedata": "pictures",
    "v:textpath": "WordArt",
    "a:t": "text in drawings",
}
"""Left out and counted, by what a warning calls them."""

READ = frozenset(
    "w:p w:t w:sym w:footnoteReference w:endnoteReference w:commentReference m:t".split()
)
"""What tells of one form of a thing that its words are known here."""

WRITTEN = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:cr": "\n",
    "w:noBreakHyphen": "‑",
    "w:softHyphen": "\xad",
}
"""Each the character that stands for it."""

CHANGES = {
    "w:ins": "insertions",
    "w:moveTo": "moves",
    "w:del": "deletions",
    "w:moveFrom": "",
    "w:cellIns": "insertions",
    "w:cellDel": "deletions",
    "w:cellMerge": "merged or split cells",
}
"""Tracked changes, by what a warning calls them; a move is counted where it arrives."""

GONE = ("w:del", "w:moveFrom", "w:cellDel")
"""Tracked changes after which something is no longer there."""
