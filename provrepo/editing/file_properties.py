"""What to say of a file's properties: titles and creators that programs set, and nobody sees."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from provrepo.errors import on_one_line

if TYPE_CHECKING:
    from provrepo.editing.knowledge import State
    from provrepo.formats.draft import Draft
    from provrepo.store.records import TextKey


def doubts(draft: Draft, before: State | None, after: State, text_key: TextKey) -> Iterator[str]:
    """Yield what the maker of a version should know that a draft's properties say of it.

    ``before`` is what the text said until now, ``after`` what it says with this draft.
    """
    if draft.creators and "author" not in (after.citation or {}):
        yield _proposed_author(draft.creators, text_key)
    title = _title(after)
    if draft.is_titled and title == draft.fields["title"] and title != _title(before):
        yield _title_of_properties(str(title), text_key)


def _title(state: State | None) -> object:
    return state.citation.get("title") if state is not None and state.citation else None


def _title_of_properties(title: str, text_key: TextKey) -> str:
    """Return what to say of a title that a file's properties have.

    Programs set it from a template or the first line, and nobody sees it where they write.
    """
    return (
        f"its title, “{on_one_line(title)}”, is the one in its file's properties; to cite another: "
        f'provrepo revise {text_key} --set "title=…"'
    )


def _proposed_author(names: Sequence[str], text_key: TextKey) -> str:
    """Return what to say of a file's creators: an archival document was written by somebody else.

    Of a manuscript of today it may be the author, so that the warning has the command for it.
    """
    author = shlex.quote(f"author={'; '.join(names)}")
    return (
        f"its file's properties name {' and '.join(names)} as creator, who is not cited as author; "
        f"to cite so: provrepo revise {text_key} --set {author}"
    )
