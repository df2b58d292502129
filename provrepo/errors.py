"""Every error that provrepo raises, and what it means for the exit status of the command line.

::

    ProvrepoError                       2
    ├── InvalidValue (ValueError)       2   a value that the record format does not allow
    │   ├── InvalidJSON                 2   text that is no JSON, or JSON without a canonical form
    │   └── InvalidReference            2   not of the form KEY[/TEXT][@SELECTOR]
    ├── InputError                      2   a file that cannot be read as a text
    │   ├── NoText                      2   an image, a recording, a list of files
    │   ├── OlderText                   2   a file whose text later versions have replaced
    │   ├── Undecodable                 2   its bytes are not in the encoding expected
    │   └── ReaderFault                 2   at which provrepo itself fails: a mistake of ours
    ├── NotFound (LookupError)          2   no such document, text, version, note or agent
    │   └── Ambiguous                   2   a reference that fits several
    ├── QuoteError                      2   a quotation that is not there, or there twice
    │   └── Misquotation                2   words that the version cited does not say
    ├── MissingMetadata                 2   a version that cannot be cited yet
    ├── CiteError (ValueError)          2   something that cannot be cited as asked
    │   ├── StyleError                  2   a style or locale that is missing or malformed
    │   └── ItemError                   2   an item of citation metadata that is malformed
    ├── NotProved                       1   a receipt or a checkpoint that does not hold
    ├── RepositoryError                 2   a database that cannot be used as asked
    │   ├── RepositoryNotFound          2
    │   ├── RepositoryExists            2
    │   ├── NotARepository              2
    │   ├── NewerSchema                 2   written by a newer provrepo
    │   ├── OtherRepository             2   a copy's target that holds something else
    │   ├── RepositoryClosed            2   used after it was closed
    │   ├── WrongThread                 2   used by another thread than the one that opened it
    │   ├── NotWritable                 2   read-only file or folder, full disk
    │   │   └── ServerReadOnly          3   a standby, or a server that is set read-only
    │   └── Unavailable                 3   server, disk or another program in the way: no damage
    │       └── NotPermitted            3   the server's role lacks a right
    ├── FolderInUse                     3   another run is writing a site into this folder
    ├── Conflict                        3   the text has a newer version than the parent named
    ├── Busy                            3   another process is writing, for longer than we wait
    ├── Purged                          2   removed for good; the error says when and why
    └── Damaged                         1   what is stored is not what was stored
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from provrepo.store.errors import (
    Busy,
    Conflict,
    Damaged,
    InvalidJSON,
    InvalidValue,
    NewerSchema,
    NotARepository,
    NotPermitted,
    NotWritable,
    OtherRepository,
    ProvrepoError,
    Purged,
    RepositoryClosed,
    RepositoryError,
    RepositoryExists,
    RepositoryNotFound,
    ServerReadOnly,
    Unavailable,
    WrongThread,
)

__all__ = [
    "Ambiguous",
    "Busy",
    "CiteError",
    "Conflict",
    "Damaged",
    "FolderInUse",
    "InputError",
    "InvalidJSON",
    "InvalidReference",
    "InvalidValue",
    "ItemError",
    "Misquotation",
    "MissingMetadata",
    "NewerSchema",
    "NoText",
    "NotARepository",
    "NotFound",
    "NotPermitted",
    "NotProved",
    "NotWritable",
    "OlderText",
    "OtherRepository",
    "ProvrepoError",
    "Purged",
    "QuoteError",
    "ReaderFault",
    "RepositoryClosed",
    "RepositoryError",
    "RepositoryExists",
    "RepositoryNotFound",
    "ServerReadOnly",
    "StyleError",
    "Unavailable",
    "Undecodable",
    "WrongThread",
]


class InvalidReference(InvalidValue):
    """A reference that is not of the form ``KEY[/TEXT][@SELECTOR]``."""

    def __init__(self, reference: str, rule: str) -> None:
        super().__init__("reference", reference, rule)


class InputError(ProvrepoError):
    """A file that cannot be read as a text; ``path`` is its name as given."""

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        super().__init__(f"{path or '“”'}: {message}")


class NoText(InputError):
    """A file that belongs to an edition and holds no text, such as an image.

    ``kind`` is the plural name of such files: ``images``.
    """

    def __init__(self, path: str, message: str, kind: str) -> None:
        self.kind = kind
        super().__init__(path, message)


class OlderText(InputError):
    """A file of a folder or manifest with the text of an older version, which would come back.

    ``older`` is the reference of that version, ``newest`` that of the one that would be taken back.
    """

    def __init__(self, path: str, older: str, newest: str, *, is_withdrawn: bool = False) -> None:
        self.older, self.newest = older, newest
        which = f"{older}, which was withdrawn" if is_withdrawn else f"{older} again"
        super().__init__(
            path,
            f"is the text of {which}, and would take back {newest}, so it is held back; if "
            f"that is meant: provrepo restore {older}, or all such files with --allow-older",
        )


class Undecodable(InputError):
    """Bytes that are not in the encoding expected.

    ``byte`` (0–255) stands at ``offset``, in bytes from 0, and on ``line``, counted from 1.
    ``likely`` is the encoding that the bytes look like, empty where they look like none; then
    ``possible`` are some in which they can be read, the likeliest first.
    """

    def __init__(
        self,
        path: str,
        encoding: str,
        offset: int,
        byte: int,
        line: int,
        likely: str = "",
        possible: Sequence[str] = (),
    ) -> None:
        self.encoding, self.offset, self.byte, self.line = encoding, offset, byte, line
        self.likely, self.possible = likely, tuple(possible)
        if likely:
            hint = f"it looks like {likely.upper()}; if it is, say it: --encoding {likely}"
        else:
            first, *later = possible or ("windows-1251", "gb18030", "big5", "euc-kr")
            alternatives = f" (or {', '.join(later)} …)" if later else ""
            hint = f"if you know the file's encoding, name it: --encoding {first}{alternatives}"
        super().__init__(
            path,
            f"byte 0x{byte:02X} at offset {offset} (line {line}) is not {encoding}; {hint}",
        )


class ReaderFault(InputError):
    """A file at which provrepo itself fails, where it should say what is wrong with it.

    ``cause`` is the exception that a reader raised, or planning with what the reader made; it stays
    the ``__cause__`` as well, without the values of its frames, which may be large.
    """

    def __init__(self, path: str, cause: Exception) -> None:
        self.cause = self.__cause__ = cause
        super().__init__(path, fault(cause))
        _let_go(cause)


class NotFound(ProvrepoError, LookupError):
    """Nothing has this name; ``candidates`` are names that might have been meant.

    ``what`` is the kind of thing looked for, such as ``document``. ``hint`` ends the message, and
    ``listing`` names the candidates in other words than usual.
    """

    def __init__(
        self,
        what: str,
        name: str,
        candidates: Sequence[str] = (),
        hint: str = "",
        listing: str = "",
    ) -> None:
        self.what, self.name, self.candidates = what, name, tuple(candidates)
        meant = f"; {listing or 'did you mean ' + ' or '.join(candidates) + '?'}"
        meant = meant if candidates else ""
        super().__init__(f"no {what} {name}{meant}{f'; {hint}' if hint else ''}")


class Ambiguous(NotFound):
    """A reference that fits several; each of the ``candidates`` fits one."""

    def __init__(self, what: str, name: str, candidates: Sequence[str]) -> None:
        super().__init__(what, name, candidates)
        self.args = (f"{name} fits several: write one of {', '.join(candidates)}",)


class QuoteError(ProvrepoError):
    """A quotation that does not stand in the text exactly once.

    ``where`` names the text, ``places`` are the lines on which the quotation begins, from 1, and
    ``count`` is their number. ``occurrence`` is the place that was asked for where there is none
    of this number; ``countable`` says whether one can be asked for.
    """

    def __init__(
        self,
        quote: str,
        where: str,
        places: Sequence[int],
        occurrence: int | None = None,
        *,
        countable: bool = False,
    ) -> None:
        self.quote, self.where, self.places, self.count = quote, where, tuple(places), len(places)
        self.occurrence = occurrence
        shown = f"“{on_one_line(quote)}”"
        if not places:
            message = f"{shown} does not stand in {where}; quote it exactly as it stands there"
        else:
            lines = ", ".join(str(line) for line in places[:5])
            advice = "quote some words more"
            if countable:
                advice += ", or say which one: --occurrence 2"
            if occurrence is not None:
                advice = f"there is no occurrence {occurrence}, count from 1"
            times = "once" if len(places) == 1 else f"{len(places)} times"
            line = "line" if len(places) == 1 else "lines"
            message = (
                f"{shown} stands {times} in {where} ({line} {lines}"
                f"{' …' if len(places) > 5 else ''}); {advice}"
            )
        super().__init__(message)


class Misquotation(QuoteError):
    """Words that do not stand in the version cited.

    ``passage`` is the passage of the text that is most like them, empty where nothing is.
    ``nearest`` is the same with the differences marked: words that only the text has are
    ``{+text+}``, words that only the quotation has ``[-quotation-]``.
    """

    def __init__(self, quote: str, where: str, nearest: str, passage: str = "") -> None:
        self.nearest, self.passage = nearest, passage
        super().__init__(quote, where, [])
        if nearest:
            says = f"it says “{passage}”: {nearest}" if passage else f"it says: {nearest}"
            self.args = (f"“{on_one_line(quote)}” does not stand in {where}; {says}",)


class FolderInUse(ProvrepoError):
    """Another run is writing a site into the ``folder``."""

    exit_status = 3

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__(
            f"{folder}: another run is publishing into this folder. "
            "Nothing was changed: try again when it has finished"
        )


class MissingMetadata(ProvrepoError):
    """A version that cannot be cited, as it has no citation metadata.

    ``reference`` is the version's, ``text`` is the full name of its text.
    """

    def __init__(self, reference: str, text: str) -> None:
        self.reference = reference
        super().__init__(
            f"{reference} has no citation metadata; set some, for example: "
            f'provrepo revise {text} --set "title=…" --set issued=1961-05 --set "archive=…"'
        )


class CiteError(ProvrepoError, ValueError):
    """Something that cannot be cited as asked: the base of what `provrepo.cite` raises."""


class StyleError(CiteError):
    """A style or locale that is missing, malformed or circular.

    ``file`` is its name or path, ``line`` the line counted from 1 (0 where it is unknown) and
    ``element`` the name of the XML element (empty where it is not about one).
    """

    def __init__(self, message: str, *, file: str, line: int = 0, element: str = "") -> None:
        self.message, self.file, self.line, self.element = message, file, line, element
        where = file + (f", line {line}" if line else "") + (f", <{element}>" if element else "")
        super().__init__(f"{where}: {message}")


class ItemError(CiteError):
    """An item that is not valid CSL-JSON; ``item`` is its id, ``field`` the variable at fault."""

    def __init__(self, message: str, *, item: str = "", field: str = "") -> None:
        self.message, self.item, self.field = message, item, field
        where = "item" + (f" {item!r}" if item else "") + (f", field {field!r}" if field else "")
        super().__init__(f"{where}: {message}")


class NotProved(ProvrepoError):
    """A receipt or a checkpoint that does not hold, and therefore proves nothing."""

    exit_status = 1


@contextmanager
def as_fault_of(source: str) -> Iterator[None]:
    """Let what is raised in a ``with`` statement, and is no error of ours, be a fault of a file.

    ``source`` is the file's name. Raises ReaderFault with the error as its cause.
    """
    try:
        yield
    except ProvrepoError:
        raise
    except Exception as error:
        raise ReaderFault(source, error) from error


def shortened(text: str, length: int = 60) -> str:
    """Return ``text`` for use within a message: cut to ``length`` characters, with an ellipsis."""
    return text if len(text) <= length else text[: length - 1] + "…"


def on_one_line(text: str, length: int = 60) -> str:
    """Return ``text`` as `shortened` does, with a single blank for each run of white space."""
    return shortened(" ".join(text.split()), length)


def unwritable(path: str, error: OSError) -> InputError:
    """Return the error of a file that is to be written and cannot be, as the system says why."""
    return InputError(path, f"cannot be written: {(error.strerror or str(error)).lower()}")


def fault(error: Exception) -> str:
    """Return in words that provrepo itself fails, for the end of a message: how and where.

    ``error`` is an exception that no caller expects. Where there is not enough memory that is no
    mistake, and said as what it is.
    """
    if isinstance(error, MemoryError):
        return "needs more memory than there is"
    words = f": {on_one_line(str(error))}" if str(error) else ""
    where = f"{type(error).__name__}{words}{_innermost(error)}"
    return f"fails by a mistake in provrepo itself ({where}); please report it"


def _innermost(error: BaseException) -> str:
    """Return the innermost place in our own code that an exception passed; empty where none is."""
    place, trace = "", error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if str(module).split(".")[0] == "provrepo":
            place = f"; {module}, line {trace.tb_lineno}, in {trace.tb_frame.f_code.co_name}"
        trace = trace.tb_next
    return place


def _let_go(error: BaseException) -> None:
    """Clear the frames of an exception that is kept: a run over many files must not keep theirs."""
    import traceback

    chain: BaseException | None = error
    while chain is not None:
        traceback.clear_frames(chain.__traceback__)
        chain = chain.__context__
