"""Keep, compare and cite every version of an archival document's transcription and translation.

    import provrepo

    with provrepo.open("provrepo.db") as repository:
        version = repository.version("border-cable@v1")

Only the names listed here are public; docs/library.md describes them. Each is loaded when it is
first used, so that importing provrepo costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo import software
from provrepo.lazy import attach

__version__ = software.VERSION

__all__ = [
    "Alignment",
    "Ambiguous",
    "Anchor",
    "BasedOn",
    "Basis",
    "BasisChange",
    "BibliographyEntry",
    "Blame",
    "Busy",
    "Cause",
    "Change",
    "Changes",
    "Checkpoint",
    "CiteError",
    "CitedManuscript",
    "Clock",
    "Collation",
    "Comparison",
    "Complaint",
    "Conflict",
    "Contribution",
    "Damaged",
    "Diff",
    "Divergence",
    "Document",
    "DocumentTemplate",
    "Draft",
    "Established",
    "Facing",
    "FieldChange",
    "FileNote",
    "FileOrigin",
    "Finding",
    "FolderInUse",
    "GitImport",
    "History",
    "Hit",
    "Ingested",
    "IngestedFile",
    "Ingestion",
    "InputError",
    "Intervention",
    "InvalidJSON",
    "InvalidReference",
    "InvalidValue",
    "Issue",
    "ItemError",
    "LogEntry",
    "LostNote",
    "Manner",
    "Manuscript",
    "ManuscriptCitation",
    "Misquotation",
    "MissingMetadata",
    "Move",
    "NewerSchema",
    "NoText",
    "NotARepository",
    "NotFound",
    "NotPermitted",
    "NotProved",
    "NotWritable",
    "Note",
    "NoteChange",
    "NoteDraft",
    "NoteEdit",
    "Notes",
    "OlderText",
    "OtherRepository",
    "Outcome",
    "PackageOptions",
    "PackageReport",
    "PageLine",
    "PassageChange",
    "PhraseChange",
    "PhraseHistory",
    "Pin",
    "Proposal",
    "ProvrepoError",
    "Publication",
    "Purged",
    "PurgedPart",
    "Quotation",
    "QuoteError",
    "ReaderFault",
    "Receipt",
    "RecordDiff",
    "Removal",
    "Reports",
    "Repository",
    "RepositoryClosed",
    "RepositoryError",
    "RepositoryExists",
    "RepositoryNotFound",
    "Responsibility",
    "ReviewEntry",
    "ReviewPolicy",
    "ReviewState",
    "Reviewed",
    "ReviewedPassage",
    "Revised",
    "Revisions",
    "RoleChange",
    "SameSense",
    "Scope",
    "Segment",
    "Selection",
    "SenseStatement",
    "SentencePair",
    "ServerReadOnly",
    "SignatureCheck",
    "SiteOptions",
    "Span",
    "Stale",
    "StalePassage",
    "StalePassages",
    "Status",
    "StyleError",
    "Suggestion",
    "Target",
    "Text",
    "Transposition",
    "Unavailable",
    "Undecodable",
    "UnitLink",
    "UnitPair",
    "Untranslated",
    "Version",
    "VersionAlignment",
    "VersionCitation",
    "VersionRecord",
    "Waiting",
    "WorkingCopy",
    "WrongThread",
    "__version__",
    "collate_files",
    "compare_files",
    "create",
    "diff",
    "open",
    "read_items",
    "read_manuscript",
]

if TYPE_CHECKING:
    from provrepo.accession.document_template import DocumentTemplate
    from provrepo.accession.git.run import GitImport, History
    from provrepo.accession.intake import Ingested
    from provrepo.accession.revisions import Revised, Revisions
    from provrepo.accession.run import Ingestion
    from provrepo.agents import Contribution
    from provrepo.align.result import Alignment, SentencePair, UnitLink, UnitPair
    from provrepo.bases import BasedOn
    from provrepo.clock import Clock
    from provrepo.compare.changes import Change, Move
    from provrepo.compare.collation import Collation, Segment, Transposition
    from provrepo.compare.comparison import diff
    from provrepo.compare.records import (
        BasisChange,
        FieldChange,
        NoteChange,
        RecordDiff,
        RoleChange,
    )
    from provrepo.compare.result import Diff
    from provrepo.editing.changes import Changes
    from provrepo.editing.commit import Outcome
    from provrepo.editing.purge import Removal
    from provrepo.editing.reviewing import Reviewed
    from provrepo.editing.same_sense import SameSense
    from provrepo.editing.working_copy import WorkingCopy
    from provrepo.errors import (
        Ambiguous,
        Busy,
        CiteError,
        Conflict,
        Damaged,
        FolderInUse,
        InputError,
        InvalidJSON,
        InvalidReference,
        InvalidValue,
        ItemError,
        Misquotation,
        MissingMetadata,
        NewerSchema,
        NotARepository,
        NoText,
        NotFound,
        NotPermitted,
        NotProved,
        NotWritable,
        OlderText,
        OtherRepository,
        ProvrepoError,
        Purged,
        QuoteError,
        ReaderFault,
        RepositoryClosed,
        RepositoryError,
        RepositoryExists,
        RepositoryNotFound,
        ServerReadOnly,
        StyleError,
        Unavailable,
        Undecodable,
        WrongThread,
    )
    from provrepo.formats.draft import Draft, FileNote, FileOrigin
    from provrepo.formats.pages.lines import PageLine
    from provrepo.interventions import Intervention
    from provrepo.notes import NoteDraft, NoteEdit
    from provrepo.reading.aligning.alignments import VersionAlignment
    from provrepo.reading.aligning.facing_passages import Facing
    from provrepo.reading.blame import Blame, Established
    from provrepo.reading.catalogue import Document
    from provrepo.reading.citing.citation import BibliographyEntry, Manner, VersionCitation
    from provrepo.reading.citing.manuscript import CitedManuscript, ManuscriptCitation
    from provrepo.reading.comparing.comparison import Comparison, collate_files, compare_files
    from provrepo.reading.items import read_items
    from provrepo.reading.log import LogEntry
    from provrepo.reading.manuscripts.manuscript import Manuscript, read_manuscript
    from provrepo.reading.manuscripts.pins import Pin, Quotation
    from provrepo.reading.packages.package import PackageOptions, PackageReport
    from provrepo.reading.proposals import LostNote, Proposal
    from provrepo.reading.reviews.complaints import Complaint
    from provrepo.reading.reviews.desk import Waiting
    from provrepo.reading.reviews.divergence import Divergence
    from provrepo.reading.reviews.policy import ReviewPolicy
    from provrepo.reading.reviews.reviews import ReviewedPassage, ReviewEntry
    from provrepo.reading.reviews.states import ReviewState
    from provrepo.reading.searching.candidates import Reports
    from provrepo.reading.searching.hits import Hit
    from provrepo.reading.searching.phrase_history import PhraseChange, PhraseHistory
    from provrepo.reading.searching.scope import Scope
    from provrepo.reading.selection import Selection
    from provrepo.reading.signing.signatures import SignatureCheck
    from provrepo.reading.site.options import SiteOptions
    from provrepo.reading.site.publish import Publication
    from provrepo.reading.status.findings import Issue
    from provrepo.reading.status.same_senses import SenseStatement
    from provrepo.reading.status.stale_passages import (
        PassageChange,
        StalePassage,
        StalePassages,
        Untranslated,
    )
    from provrepo.reading.status.staleness import Cause, Stale
    from provrepo.reading.status.status import Status
    from provrepo.reading.suggestions import Suggestion
    from provrepo.reading.versions import PurgedPart, Version
    from provrepo.receipt import Receipt
    from provrepo.repository import Repository, create, open  # noqa: A004 - as `gzip.open`
    from provrepo.spans import Span
    from provrepo.store.checkpoint import Checkpoint
    from provrepo.store.purge import Target
    from provrepo.store.records import (
        Anchor,
        Basis,
        IngestedFile,
        Note,
        Notes,
        Responsibility,
        Text,
        VersionRecord,
    )
    from provrepo.store.relations import Finding
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "Alignment": "provrepo.align.result",
            "Ambiguous": "provrepo.errors",
            "Anchor": "provrepo.store.records",
            "BasedOn": "provrepo.bases",
            "Basis": "provrepo.store.records",
            "BasisChange": "provrepo.compare.records",
            "BibliographyEntry": "provrepo.reading.citing.citation",
            "Blame": "provrepo.reading.blame",
            "Busy": "provrepo.errors",
            "Cause": "provrepo.reading.status.staleness",
            "Change": "provrepo.compare.changes",
            "Changes": "provrepo.editing.changes",
            "Checkpoint": "provrepo.store.checkpoint",
            "CiteError": "provrepo.errors",
            "CitedManuscript": "provrepo.reading.citing.manuscript",
            "Clock": "provrepo.clock",
            "Collation": "provrepo.compare.collation",
            "Comparison": "provrepo.reading.comparing.comparison",
            "Complaint": "provrepo.reading.reviews.complaints",
            "Conflict": "provrepo.errors",
            "Contribution": "provrepo.agents",
            "Damaged": "provrepo.errors",
            "Diff": "provrepo.compare.result",
            "Divergence": "provrepo.reading.reviews.divergence",
            "Document": "provrepo.reading.catalogue",
            "DocumentTemplate": "provrepo.accession.document_template",
            "Draft": "provrepo.formats.draft",
            "Established": "provrepo.reading.blame",
            "Facing": "provrepo.reading.aligning.facing_passages",
            "FieldChange": "provrepo.compare.records",
            "FileNote": "provrepo.formats.draft",
            "FileOrigin": "provrepo.formats.draft",
            "Finding": "provrepo.store.relations",
            "FolderInUse": "provrepo.errors",
            "GitImport": "provrepo.accession.git.run",
            "History": "provrepo.accession.git.run",
            "Hit": "provrepo.reading.searching.hits",
            "Ingested": "provrepo.accession.intake",
            "IngestedFile": "provrepo.store.records",
            "Ingestion": "provrepo.accession.run",
            "InputError": "provrepo.errors",
            "Intervention": "provrepo.interventions",
            "InvalidJSON": "provrepo.errors",
            "InvalidReference": "provrepo.errors",
            "InvalidValue": "provrepo.errors",
            "Issue": "provrepo.reading.status.findings",
            "ItemError": "provrepo.errors",
            "LogEntry": "provrepo.reading.log",
            "LostNote": "provrepo.reading.proposals",
            "Manner": "provrepo.reading.citing.citation",
            "Manuscript": "provrepo.reading.manuscripts.manuscript",
            "ManuscriptCitation": "provrepo.reading.citing.manuscript",
            "Misquotation": "provrepo.errors",
            "MissingMetadata": "provrepo.errors",
            "Move": "provrepo.compare.changes",
            "NewerSchema": "provrepo.errors",
            "NoText": "provrepo.errors",
            "NotARepository": "provrepo.errors",
            "NotFound": "provrepo.errors",
            "NotPermitted": "provrepo.errors",
            "NotProved": "provrepo.errors",
            "NotWritable": "provrepo.errors",
            "Note": "provrepo.store.records",
            "NoteChange": "provrepo.compare.records",
            "NoteDraft": "provrepo.notes",
            "NoteEdit": "provrepo.notes",
            "Notes": "provrepo.store.records",
            "OlderText": "provrepo.errors",
            "OtherRepository": "provrepo.errors",
            "Outcome": "provrepo.editing.commit",
            "PackageOptions": "provrepo.reading.packages.package",
            "PackageReport": "provrepo.reading.packages.package",
            "PageLine": "provrepo.formats.pages.lines",
            "PassageChange": "provrepo.reading.status.stale_passages",
            "PhraseChange": "provrepo.reading.searching.phrase_history",
            "PhraseHistory": "provrepo.reading.searching.phrase_history",
            "Pin": "provrepo.reading.manuscripts.pins",
            "Proposal": "provrepo.reading.proposals",
            "ProvrepoError": "provrepo.errors",
            "Publication": "provrepo.reading.site.publish",
            "Purged": "provrepo.errors",
            "PurgedPart": "provrepo.reading.versions",
            "Quotation": "provrepo.reading.manuscripts.pins",
            "QuoteError": "provrepo.errors",
            "ReaderFault": "provrepo.errors",
            "Receipt": "provrepo.receipt",
            "RecordDiff": "provrepo.compare.records",
            "Removal": "provrepo.editing.purge",
            "Reports": "provrepo.reading.searching.candidates",
            "Repository": "provrepo.repository",
            "RepositoryClosed": "provrepo.errors",
            "RepositoryError": "provrepo.errors",
            "RepositoryExists": "provrepo.errors",
            "RepositoryNotFound": "provrepo.errors",
            "Responsibility": "provrepo.store.records",
            "ReviewEntry": "provrepo.reading.reviews.reviews",
            "ReviewPolicy": "provrepo.reading.reviews.policy",
            "ReviewState": "provrepo.reading.reviews.states",
            "Reviewed": "provrepo.editing.reviewing",
            "ReviewedPassage": "provrepo.reading.reviews.reviews",
            "Revised": "provrepo.accession.revisions",
            "Revisions": "provrepo.accession.revisions",
            "RoleChange": "provrepo.compare.records",
            "SameSense": "provrepo.editing.same_sense",
            "Scope": "provrepo.reading.searching.scope",
            "Segment": "provrepo.compare.collation",
            "Selection": "provrepo.reading.selection",
            "SenseStatement": "provrepo.reading.status.same_senses",
            "SentencePair": "provrepo.align.result",
            "ServerReadOnly": "provrepo.errors",
            "SignatureCheck": "provrepo.reading.signing.signatures",
            "SiteOptions": "provrepo.reading.site.options",
            "Span": "provrepo.spans",
            "Stale": "provrepo.reading.status.staleness",
            "StalePassage": "provrepo.reading.status.stale_passages",
            "StalePassages": "provrepo.reading.status.stale_passages",
            "Status": "provrepo.reading.status.status",
            "StyleError": "provrepo.errors",
            "Suggestion": "provrepo.reading.suggestions",
            "Target": "provrepo.store.purge",
            "Text": "provrepo.store.records",
            "Transposition": "provrepo.compare.collation",
            "Unavailable": "provrepo.errors",
            "Undecodable": "provrepo.errors",
            "UnitLink": "provrepo.align.result",
            "UnitPair": "provrepo.align.result",
            "Untranslated": "provrepo.reading.status.stale_passages",
            "Version": "provrepo.reading.versions",
            "VersionAlignment": "provrepo.reading.aligning.alignments",
            "VersionCitation": "provrepo.reading.citing.citation",
            "VersionRecord": "provrepo.store.records",
            "Waiting": "provrepo.reading.reviews.desk",
            "WorkingCopy": "provrepo.editing.working_copy",
            "WrongThread": "provrepo.errors",
            "collate_files": "provrepo.reading.comparing.comparison",
            "compare_files": "provrepo.reading.comparing.comparison",
            "create": "provrepo.repository",
            "diff": "provrepo.compare.comparison",
            "open": "provrepo.repository",
            "read_items": "provrepo.reading.items",
            "read_manuscript": "provrepo.reading.manuscripts.manuscript",
        },
    )
