"""Agents and their roles: who made a version, and as what, written ``NAME <IDENTIFIER>:ROLE``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provrepo.errors import InvalidValue
from provrepo.store import rules

ROLES = ("transcriber", "translator", "editor", "encoder", "reviewer")
"""The roles of nearly all agents of an edition; error messages name them."""

RELATORS = frozenset(
    """
    abridger|actor|adapter|addressee|analyst|animator|annotator|announcer|appellant|appellee
    applicant|architect|arranger|art copyist|art director|artist|artistic director|assignee
    associated name|attributed name|auctioneer|audio engineer|audio producer|author
    author in quotations or text abstracts|author of afterword, colophon, etc.|author of dialog
    author of introduction, etc.|autographer|bibliographic antecedent|binder|binding designer
    blurb writer|book artist|book designer|book producer|book jacket designer|bookplate designer
    bookseller|braille embosser|broadcaster|calligrapher|camera operator|cartographer|caster
    censor|choreographer|choral director|cinematographer|client|collection registrar|collector
    collotyper|colorist|commentator|commentator for written text|commissioning body|compiler
    complainant|complainant-appellant|complainant-appellee|composer|compositor|conceptor|conductor
    conservator|consultant|consultant to a project|contestant|contestant-appellant
    contestant-appellee|contestee|contestee-appellant|contestee-appellee|contractor|contributor
    copyright claimant|copyright holder|corrector|correspondent|costume designer|court governed
    court reporter|cover designer|creator|curator|dancer|data contributor|data manager|dedicatee
    dedicator|defendant|defendant-appellant|defendant-appellee|degree committee member
    degree granting institution|degree supervisor|delineator|depicted|depositor|designer|director
    dissertant|distribution place|distributor|donor|draftsman|dubbing director|dubious author
    editor of compilation|editor of moving image work|editorial director|electrician|electrotyper
    enacting jurisdiction|engineer|engraver|etcher|event place|expert|facsimilist|field director
    film director|film distributor|film editor|film producer|filmmaker|first party|forger
    former owner|founder|funder|game developer|geographic information specialist
    graphic technician|honoree|host|host institution|illuminator|illustrator|inscriber|instructor
    instrumentalist|interviewee|interviewer|inventor|issuing body|judge|jurisdiction governed
    laboratory|laboratory director|landscape architect|lead|lender|letterer|libelant
    libelant-appellant|libelant-appellee|libelee|libelee-appellant|libelee-appellee|librettist
    licensee|licensor|lighting designer|lithographer|lyricist|makeup artist|manufacture place
    manufacturer|marbler|markup editor|medium|metadata contact|metal engraver|metal-engraver
    minute taker|mixing engineer|moderator|monitor|music copyist|music programmer|musical director
    musician|narrator|news anchor|onscreen participant|onscreen presenter|opponent|organizer
    originator|other|owner|panelist|papermaker|patent applicant|patent holder|patron|performer
    permitting agency|photographer|place of address|plaintiff|plaintiff-appellant
    plaintiff-appellee|platemaker|praeses|presenter|printer|printer of plates|printmaker
    process contact|producer|production company|production designer|production manager
    production personnel|production place|programmer|project director|proofreader|provider
    publication place|publisher|publishing director|puppeteer|radio director|radio producer
    rapporteur|recording engineer|recordist|redaktor|remix artist|renderer|reporter|repository
    research team head|research team member|researcher|respondent|respondent-appellant
    respondent-appellee|responsible party|restager|restorationist|rubricator|scenarist
    scientific advisor|screenwriter|scribe|sculptor|second party|secretary|seller|set designer
    setting|signer|singer|software developer|sound designer|sound engineer|speaker
    special effects provider|sponsor|stage director|stage manager|standards body|stereotyper
    storyteller|supporting host|surveyor|teacher|technical director|television director
    television guest|television host|television producer|television writer|thesis advisor
    transcriber|translator|type designer|typographer|university place|videographer
    visual effects provider|vocalist|voice actor|witness|wood engraver|woodcutter
    writer of accompanying text|writer of added commentary|writer of added lyrics
    writer of added text|writer of foreword|writer of introduction|writer of preface
    writer of supplementary textual content|writer of film story|writer of intertitles
    writer of television story
    """.strip()
    .replace("\n    ", "|")
    .split("|")
)
"""The MARC relator terms (Library of Congress, id.loc.gov/vocabulary/relators)."""


@dataclass(frozen=True, slots=True, repr=False)
class Contribution:
    """An agent and its role in making a version, as people write and read it.

    ``identifier`` is an address that tells two people of one name apart, such as an ORCID; ``type``
    is ``person``, ``organization`` or ``software``; ``role`` is one of `ROLES` or `RELATORS`.
    """

    name: str
    identifier: str | None
    type: str
    role: str

    def __str__(self) -> str:
        return f"{self.named} ({self.role})"

    @property
    def named(self) -> str:
        """Name and identifier: ``Wang Li <https://orcid.org/…>``."""
        return f"{self.name} <{self.identifier}>" if self.identifier else self.name

    def __repr__(self) -> str:
        return f"<Contribution {self}>"

    def as_json(self) -> dict[str, str | None]:
        """Return the contribution as JSON output shows it (docs/cli.md)."""
        return {
            "name": self.name,
            "identifier": self.identifier,
            "type": self.type,
            "role": self.role,
        }


def parse(text: str) -> Contribution:
    """Read ``NAME <IDENTIFIER>:ROLE``, or ``…:ROLE:TYPE`` for an organization or software.

    The identifier (an ORCID, an e-mail or other address) may be left out. ``ROLE`` is one of
    `ROLES` or `RELATORS`; ``TYPE`` is person (the default), organization or software. Raises
    InvalidValue.
    """
    if not isinstance(text, str):
        raise InvalidValue("agent", text, _FORM)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidValue("agent", text, "some of its bytes are not UTF-8") from None
    # From the end, as a name may hold colons (“Press: Leiden”) and a role or a type holds none.
    head, colon, role = text.rpartition(":")
    kind = "person"
    if colon and role.strip() in rules.AGENT_TYPES:
        kind = role.strip()
        head, colon, role = head.rpartition(":")
    role = role.strip()
    if not colon or not head.strip() or not role:
        raise InvalidValue("agent", text, _FORM)
    if role not in ROLES and role not in RELATORS:
        if (before := head.strip().lower()) in ROLES:
            raise InvalidValue("agent", text, f'write "{role}:{before}", the name first')
        raise InvalidValue("role", role, f"use one of {', '.join(ROLES)}{_suggestion(role)}")
    match = re.fullmatch(r"(?s)\s*(.*?)\s*(?:<\s*([^<>]+?)\s*>)?\s*", head)
    if match is None or not match[1] or re.search(r"[<>\n]", match[1]):
        raise InvalidValue("agent", text, 'write "NAME <IDENTIFIER>:ROLE", with a name first')
    return Contribution(match[1], match[2], kind, role)


_FORM = (
    'write "NAME:ROLE" or "NAME <IDENTIFIER>:ROLE", with a role such as '
    "transcriber, translator, editor, encoder or reviewer"
)


def _suggestion(role: str) -> str:
    """Return how an error about an unknown role ends: with the term that is most like it."""
    from difflib import get_close_matches

    close = get_close_matches(role.lower(), sorted(RELATORS | set(ROLES)), n=1, cutoff=0.75)
    if close:
        return f" or another MARC relator term; did you mean {close[0]}?"
    return ", or another MARC relator term such as annotator or compiler"
