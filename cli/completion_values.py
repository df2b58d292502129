"""What the values of options and arguments may be, for a shell that completes them.

An option is known by its spelling, one that several commands have in ways of their own by its
command, too; all else, and every argument, by what the help calls it: ``REF``, ``KEY``, ``FILE``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from provrepo.cli.options import find_repository
from provrepo.cli.proposals import Place, Proposal, Proposals

if TYPE_CHECKING:
    from provrepo.repository import Repository

Values = Callable[[Place, str], Proposals]
"""Returns what a word at a place may be, given what is typed of it."""


def words(*fixed: str) -> Values:
    """Return the values that are always the same."""
    return lambda place, written: Proposals([*map(Proposal, fixed)])  # noqa: ARG005


def constant(path: str, kind: str = "values", more: Iterable[str] = ()) -> Values:
    """Return the values that a constant of the library holds: ``module:NAME``."""

    def read(place: Place, written: str) -> Proposals:  # noqa: ARG001
        module, _, name = path.partition(":")
        value = getattr(import_module(module), name)
        named = value() if callable(value) else value
        return Proposals([*map(Proposal, (*named, *more))], kind)

    return read


def here(what: str, kind: str = "values", of: str = "") -> Values:
    """Return what the repository has; ``of`` is the parameter that says of which document."""

    def read(place: Place, written: str) -> Proposals:
        owner = place.before.get(of) or place.before.get("reference") if of else None
        with _repository(place) as repository:
            suggestions = repository.suggestions(what, written, owner[0] if owner else None)
        proposals = [Proposal(word.value, word.about, word.is_whole) for word in suggestions]
        return Proposals(proposals, kind)

    return read


def _repository(place: Place) -> Repository:
    from provrepo.repository import open as open_repository

    named = place.before.get("repo")
    return open_repository(find_repository(named[-1] if named else None))


def nothing(place: Place, written: str) -> Proposals:  # noqa: ARG001
    """Return no values: nobody knows them but the writer."""
    return Proposals()


def files(place: Place, written: str) -> Proposals:  # noqa: ARG001
    """Return that it is a file."""
    return Proposals(kind="files")


def folders(place: Place, written: str) -> Proposals:  # noqa: ARG001
    """Return that it is a folder."""
    return Proposals(kind="folders")


def agents(place: Place, written: str) -> Proposals:
    """Return who works here with their roles; after a name, every role."""
    from provrepo.agents import ROLES

    named, colon, _ = written.rpartition(":")
    people = here("agents")(place, written).words
    if not colon or named.endswith(("http", "https", "<")):
        return Proposals(people)
    in_any_role = [Proposal(f"{named}:{role}") for role in ROLES]
    return Proposals([*dict.fromkeys((*people, *in_any_role))])


def classes_of_change(place: Place, written: str) -> Proposals:  # noqa: ARG001
    """Return the classes of change, which may be written with hyphens."""
    from provrepo.compare.kinds import KINDS

    return Proposals([Proposal(name.replace(" ", "-")) for name in KINDS])


def fields(place: Place, written: str) -> Proposals:  # noqa: ARG001
    """Return the fields of citation metadata."""
    if "=" in written:
        return Proposals()
    from provrepo.metadata import VARIABLES

    return Proposals([Proposal(f"{name}=", is_whole=False) for name in sorted(VARIABLES)])


def names_of_texts(place: Place, written: str) -> Proposals:
    """Return names of texts: those of the document that is named, those in use, or their kinds."""
    names = here("texts", of="document")(place, written).words
    kinds = [Proposal(f"{kind}:", is_whole=False) for kind in ("transcription", "translation")]
    return Proposals([*names, *kinds] if ":" not in written else names)


def settings(place: Place, written: str) -> Proposals:
    """Return the values of one of the user's own defaults."""
    (name,) = place.before.get("name") or [""]
    of_name: dict[str, Values] = {"agent": agents, "style": STYLES, "locale": LOCALES}
    return of_name.get(name, nothing)(place, written)


def locales(place: Place, written: str) -> Proposals:  # noqa: ARG001
    """Return the languages that citations can be in."""
    from provrepo.cite.csl.locale import built_in_locales

    return Proposals([*map(Proposal, built_in_locales())])


STYLES = constant("provrepo.cite:built_in_styles", "files")
LOCALES: Values = locales
_SUGGESTED = "provrepo.reading.suggestions"
_TABLE = words("table", "json", "html")

OPTIONS: dict[str, Values] = {
    "--activity": constant(f"{_SUGGESTED}:ACTIVITIES"),
    "--after": here("keys"),
    "--against": here("references"),
    "--agent": agents,
    "--base-url": nothing,
    "--based-on": here("references", "files"),
    "--basis": here("references"),
    "--check": words("all"),
    "--convention": constant("provrepo.formats.draft:CONVENTIONS"),
    "--created": words("unknown"),
    "--document": here("keys"),
    "--encoding": words(
        *("utf-8", "utf-16-le", "windows-1252", "windows-1251", "iso-8859-1", "koi8-r"),
        *("gb18030", "big5", "euc-kr", "euc-jp", "shift_jis"),
    ),
    "--event": constant(f"{_SUGGESTED}:EVENTS"),
    "--ignore": classes_of_change,
    "--in": words("text", "notes", "metadata", "interventions"),
    "--kind": constant(f"{_SUGGESTED}:NOTE_KINDS"),
    "--language": here("languages"),
    "--locale": LOCALES,
    "--only": constant("provrepo.reading.status.status:NAMES"),
    "--parent": here("references"),
    "--path": files,
    "--pin": constant("provrepo.reading.citing.citation:PINS"),
    "--repo": files,
    "--set": fields,
    "--sign": files,
    "--style": STYLES,
    "--text": names_of_texts,
    "--track-changes": here("references"),
    "--versions": constant("provrepo.reading.site.options:VERSIONS"),
    "--withdrawn": constant("provrepo.reading.site.options:WITHDRAWN"),
}

OF_COMMANDS: dict[tuple[str, str], Values] = {
    ("align", "--format"): constant("provrepo.cli.align:FORMATS"),
    ("blame", "--format"): _TABLE,
    ("cite", "--document"): files,
    ("cite", "--format"): constant(
        "provrepo.cite:EXPORT_FORMATS", more=("text", "html", "markdown", "latex", "rtf")
    ),
    ("collate", "--format"): constant("provrepo.cli.diff:COLLATION_FORMATS"),
    ("diff", "--format"): constant("provrepo.cli.diff:FORMATS"),
    ("export", "--format"): constant("provrepo.formats.writers:FORMATS"),
    ("import-git", "--ref"): nothing,
    ("list", "--sort"): words("key", "title", "date"),
    ("list", "--state"): constant("provrepo.reading.selection:STATES"),
    ("package", "--bagit-profile"): words("aptrust"),
    ("package", "--format"): words("bagit", "ocfl", "ro-crate", "prov"),
    ("publish", "--language"): constant("provrepo.publish.labels:LANGUAGES"),
    ("purge", "--agent"): here("names"),
    ("search", "--after"): nothing,
    ("search", "--agent"): here("names"),
    ("search", "--format"): constant("provrepo.cli.search:FORMATS"),
    ("search", "--kind"): constant(f"{_SUGGESTED}:KINDS"),
    ("search", "--versions"): words("newest", "all", "approved"),
    ("status", "--format"): words("text", "html"),
    ("diff", "A"): here("references", "files"),
    ("diff", "B"): here("references", "files"),
    ("collate", "REF"): here("references", "files"),
    ("config", "NAME"): constant("provrepo.cli.settings:SETTINGS"),
    ("config", "VALUE"): settings,
    ("policy", "NAME=VALUE"): words(
        *("approvals=", "independent=yes", "independent=no", "publish=any", "publish=approved")
    ),
    ("retext", "TEXT"): names_of_texts,
    ("search", "WORDS"): nothing,
}

METAVARS: dict[str, Values] = {
    "A..B": here("references"),
    "FILE": files,
    "FILE.json": files,
    "FILE|FOLDER": files,
    "FOLDER": folders,
    "FROM": files,
    "ITEM": files,
    "KEY": here("keys"),
    "KEY[/TEXT]": here("references"),
    "NOTE": here("notes", of="reference"),
    "NOTES.json": files,
    "OLD": here("keys"),
    "PATH": files,
    "RECEIPT": files,
    "REF": here("references"),
    "REPOSITORY": folders,
    "TEXT|FILE": here("references", "files"),
    "TO": files,
}
"""By the word in the help."""


def values(place: Place, written: str) -> Proposals:
    """Return what a value at a place may be, given what is ``written`` of it."""
    return (source(place) or nothing)(place, written)


def source(place: Place) -> Values | None:
    """Return what tells the values at a place; None where nobody could know them."""
    parameter = place.parameter
    if parameter is None:
        return None
    for spelling in parameter.spellings or (parameter.metavar,):
        of_place = OF_COMMANDS.get((place.command, spelling))
        if of_place is None and parameter.spellings:
            of_place = OPTIONS.get(spelling)
        if of_place is not None:
            return of_place
    return METAVARS.get(parameter.metavar)
