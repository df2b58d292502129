"""The page that tells readers how to cite exactly what they read, and how to verify it."""

from __future__ import annotations

from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses
from provrepo.publish.frame import CITING, Page, Site, framed
from provrepo.publish.proofs import LEDGER


def citing_page(site: Site) -> bytes:
    """Return the page, with the checkpoint that the site was made at."""
    checkpoint = addresses.link(CITING, f"{LEDGER}/checkpoint")
    body = f"""
<h2>To cite</h2>
<p>Each text has a page for each of its versions, which stays as it is. Cite that page: its box
“{shown(site.labels["cite"])}” has the citation with the number of the version and the first digits
of its id. A later reader finds exactly what you read, and is told what was changed since.</p>
<h2>To verify</h2>
<p>The button “{shown(site.labels["check"])}” on the page of a version computes in your browser,
without a network, that the text has the hash that its record says, that the record has the id that
was cited, and that it stands in the ledger of this site.</p>
<p>By hand: <code>sha256sum text.txt</code> prints the hash of the text, which the record,
<code>record.json</code>, has as <code>content</code>; <code>sha256sum record.json</code> prints the
id of the version. The files under <code>{shown(LEDGER)}/tile</code> are the ledger’s tiles
(c2sp.org/tlog-tiles), from which anybody makes the proof that the record stands at its place.</p>
<h2>The checkpoint of this site</h2>
<p>Keep it elsewhere: with it you can prove years later that nothing before it was changed.</p>
<pre><a href="{checkpoint}">{shown(site.checkpoint)}</a></pre>
"""
    return framed(site, Page(CITING, site.labels["cite_and_verify"], body))
