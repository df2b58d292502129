"""Values that tests of events share."""

from __future__ import annotations

from provrepo.store.events import Attribution
from provrepo.store.records import Agent, Signature

AT = "2026-11-26T12:00:00Z"

ADA = Attribution(Agent("Ada Sample", None, "person", "0" * 32), "reviewer")
KIM = Attribution(Agent("Kim Yong", "kim@example.org", "person", "1" * 32), "editor")

SIGNATURE = Signature(
    "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n"
)
