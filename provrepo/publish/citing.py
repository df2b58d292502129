"""The page that tells readers how to cite exactly what they read, and how to verify it."""

from __future__ import annotations

from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses
from provrepo.publish.frame import CITING, Page, Site, framed
from provrepo.publish.proofs import LEDGER


def citing_page(site: Site) -> bytes:
    """Return the page, with the checkpoint that the site was made at."""
    labels = site.labels

    def paragraph(name: str, **elements: str) -> str:
        """Return a paragraph of the site's own words, with HTML in the places that it has."""
        words = shown(labels[f"citing.{name}"])
        for place, html in elements.items():
            words = words.replace(f"{{{place}}}", html)
        return f"<p>{words}</p>"

    def heading(name: str) -> str:
        return f"<h2>{shown(labels[f'citing.{name}'])}</h2>"

    checkpoint = addresses.link(CITING, f"{LEDGER}/checkpoint")
    body = [
        heading("to_cite"),
        paragraph("cite_text", cite=shown(labels["cite"])),
        heading("to_verify"),
        paragraph("verify_text", check=shown(labels["check"])),
        paragraph(
            "by_hand",
            text="<code>sha256sum text.txt</code>",
            record="<code>sha256sum record.json</code>",
            tiles=f"<code>{shown(LEDGER)}/tile</code>",
        ),
        heading("checkpoint"),
        paragraph("checkpoint_text"),
        f'<pre><a href="{checkpoint}">{shown(site.checkpoint)}</a></pre>',
    ]
    return framed(site, Page(CITING, labels["cite_and_verify"], "\n".join(body)))
