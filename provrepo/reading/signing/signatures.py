"""Signatures of reviews and of checkpoints: whose each is, or what is wrong with it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from provrepo.errors import InvalidValue, Purged
from provrepo.reading.reviews import reviews
from provrepo.reading.signing import sshsig
from provrepo.reading.signing.ssh_keygen import Verifier
from provrepo.store import objects, survey
from provrepo.store import reviews as followed_reviews

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provrepo.reading.reviews.reviews import ReviewEntry
    from provrepo.store.database import Database
    from provrepo.store.reviews import Judged


@dataclass(frozen=True, slots=True, repr=False)
class SignatureCheck:
    """What a signature turned out to be.

    ``what`` is what it is of: a review in words, or a checkpoint; ``place`` is the place of the
    review in the ledger, None for a checkpoint. ``outcome`` is ``good``, or why it is not: its
    bytes were ``purged``; they are ``unreadable``; it was made for an ``other namespace``; what it
    is of was ``changed`` since, or is not what was signed; its key is ``revoked``, an ``unknown
    key``, ``expired`` (or not valid yet) at the time of the review, or ``not allowed`` for this; or
    it is that of ``somebody else`` than the review names. ``signers`` are the principals of its key
    in the file of allowed signers, ``key`` its fingerprint; ``detail`` says more.
    """

    what: str
    place: int | None
    outcome: str
    signers: tuple[str, ...] = ()
    key: str = ""
    detail: str = ""

    def __repr__(self) -> str:
        return f"<SignatureCheck {self.outcome}: {self.what}>"

    @property
    def in_words(self) -> str:
        """Whose it is, or what is wrong with it, in one line."""
        by = f"{', '.join(self.signers)} ({self.key})" if self.signers else f"the key {self.key}"
        words = {
            "good": f"signed by {by}",
            "purged": "its signature was purged",
            "unreadable": "its signature cannot be read",
            "other namespace": f"its signature by {by} was made for something else",
            "changed": f"is not what {by} signed",
            "revoked": f"signed by {by}, which was revoked",
            "unknown key": f"signed by {by}, which no allowed signer has",
            "expired": f"signed by {by}, which was not valid then",
            "not allowed": f"signed by {by}, which is not allowed to sign this",
            "somebody else": f"signed by {by}, and not by whom it names",
        }[self.outcome]
        return f"{words}: {self.detail}" if self.detail else words

    def as_json(self) -> dict[str, Any]:
        """Return the check as JSON output shows it (docs/cli.md)."""
        return {
            **dataclasses.asdict(self),
            "signers": list(self.signers),
            "in_words": self.in_words,
        }


def of_reviews(
    database: Database, allowed_signers: str, revoked: str | None
) -> Iterator[SignatureCheck]:
    """Check the signatures of all reviews, in commit order. See `Repository.signatures`."""
    verifier = Verifier(allowed_signers, revoked)
    followed = followed_reviews.of_all(database)
    signed = [
        judged
        for standing in followed.standings.values()
        for judged in standing.reviews
        if judged.review.signature
    ]
    versions = survey.by_ids(database, {judged.review.version for judged in signed})
    for judged in sorted(signed, key=lambda judged: judged.stored.sequence):
        stored = versions.get(judged.review.version)
        if stored is not None:
            entry = reviews.entry(database, judged, stored)
            yield _of_review(database, verifier, judged, entry)


def _of_review(
    database: Database, verifier: Verifier, judged: Judged, entry: ReviewEntry
) -> SignatureCheck:
    named = ", ".join(maker.named for maker in entry.by) or "nobody"
    what = f"{entry.reference} {entry.state} by {named}, {entry.recorded[:10]}"
    try:
        signature = objects.signature(database, str(judged.review.signature)).sshsig
    except Purged as error:
        return SignatureCheck(what, entry.place, "purged", detail=error.reason)
    unsigned = dataclasses.replace(judged.review, signature=None)
    data = unsigned.event(entry.recorded, entry.message).canonical()
    moment = datetime.fromisoformat(entry.recorded)
    checked = check(verifier, data, signature, moment)
    checked = dataclasses.replace(checked, what=what, place=entry.place)
    names = {name.lower() for maker in entry.by for name in (maker.name, maker.identifier) if name}
    names |= {name.removeprefix("mailto:") for name in names}
    signers = {name.lower() for name in checked.signers}
    # Only where the file knows whom the review names can it be told that somebody else signed.
    if checked.outcome == "good" and names & verifier.principals and not names & signers:
        return dataclasses.replace(checked, outcome="somebody else")
    return checked


def of_checkpoint(text: str, allowed_signers: str, revoked: str | None) -> list[SignatureCheck]:
    """Check the signatures that stand under the text of a checkpoint; none where there is none."""
    verifier = Verifier(allowed_signers, revoked)
    data, signatures = sshsig.signed_note(text)
    size = text.split("\n")[1]
    return [
        dataclasses.replace(
            check(verifier, data, signature, None), what=f"the checkpoint of {size} records"
        )
        for signature in signatures
    ]


def check(
    verifier: Verifier, data: bytes, signature: str, moment: datetime | None
) -> SignatureCheck:
    """Return what a signature of ``data`` turns out to be at a moment, None for now."""
    try:
        read = sshsig.read(signature)
    except InvalidValue:
        return SignatureCheck("", None, "unreadable")
    key = read.fingerprint
    if read.namespace != sshsig.NAMESPACE:
        return SignatureCheck("", None, "other namespace", key=key, detail=read.namespace)
    if not verifier.fits(data, signature):
        return SignatureCheck("", None, "changed", key=key)
    signers = tuple(verifier.signers(data, signature, moment or datetime.now(UTC)))
    if verifier.is_revoked(read.key_base64):
        return SignatureCheck("", None, "revoked", signers, key)
    if signers:
        return SignatureCheck("", None, "good", signers, key)
    line = verifier.line_of(read.key_base64)
    if line is None:
        return SignatureCheck("", None, "unknown key", key=key)
    named = tuple(line.split()[0].strip('"').split(","))
    dates = ", ".join(re.findall(r'valid-(?:before|after)="?[0-9]+Z?"?', line))
    if dates:
        return SignatureCheck("", None, "expired", named, key, dates)
    return SignatureCheck("", None, "not allowed", named, key)
