"""The files from which a browser, or anybody, checks a version: data of a page, tiles, checkpoint.

A page read from a disk may load scripts, but no other files. So each comes as a script, too, that
hands its data to the site's own.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence

from provrepo.publish import addresses
from provrepo.publish.scripts import script
from provrepo.publish.views import VersionView
from provrepo.store.tiles import tiles

LEDGER = f"{addresses.OWN}/ledger"


def version_data(version: VersionView) -> bytes:
    """Return the record and the content of a version as a script."""
    record = base64.b64encode(version.record).decode()
    return script("version", version.identity, record, version.content)


def ledger_files(leaves: Sequence[bytes], checkpoint: str) -> Iterator[tuple[str, bytes]]:
    """Yield the checkpoint and the tiles of the ledger, each as it is and as a script."""
    yield f"{LEDGER}/checkpoint", checkpoint.encode()
    yield f"{LEDGER}/checkpoint.js", script("checkpoint", checkpoint)
    for path, data in tiles(leaves):
        yield f"{LEDGER}/{path}", data
        encoded = base64.b64encode(data).decode()
        yield f"{LEDGER}/{path}.js", script("tile", path, encoded)
