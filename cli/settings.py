"""The file with the user's own defaults: who makes new versions, and how citations look.

It never lies beside a repository, where it would put one person's name on a colleague's work.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from provrepo.errors import InputError, InvalidValue, NotWritable

SETTINGS = {
    "agent": "who makes new versions, where --agent and PROVREPO_AGENT name nobody: NAME:ROLE",
    "style": "the style of citations, where --style names none",
    "locale": "the language of citations, where --locale names none",
}
"""What can be set, and what each is for."""


def read(path: str) -> dict[str, str]:
    """Return all that is set in the file at ``path``, which need not be there.

    Raises InputError for a file that is no TOML, or cannot be read.
    """
    if not path:
        return {}
    file = Path(path)
    try:
        written = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise InputError(str(file), error.strerror or str(error)) from None
    import tomllib

    try:
        values = tomllib.loads(written.decode())
    except ValueError as error:  # what is no UTF-8 too
        raise InputError(str(file), f"is no TOML: {error}; mend or remove it") from None
    for name, value in values.items():
        if name in SETTINGS and not isinstance(value, str):
            raise InputError(str(file), f"{name} must be a text in quotation marks")
    return {name: value for name, value in values.items() if name in SETTINGS}


def change(path: str, name: str, value: str | None) -> str | None:
    """Set a setting in the file at ``path`` and return what is kept; None takes it away.

    A style that is a file is kept with its folders, so that it is found from everywhere.

    What else stands in the file, such as the settings of a newer provrepo, is left there. Raises
    InvalidValue, StyleError, InputError or NotWritable.
    """
    check(name, value)
    if not path:
        raise NotWritable(name, "nowhere to keep it: you have no home folder; set HOME")
    if name == "style" and value and os.path.isfile(value):  # noqa: PTH113 - Path's may raise
        value = os.path.abspath(value)  # noqa: PTH100
    file = Path(path)
    read(path)  # raises where the file is not as we write it
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    lines = [line for line in lines if line.partition("=")[0].strip() != name]
    if value is not None:
        # A JSON string without control characters is a TOML string as well.
        lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.new")
        new.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        os.replace(new, file)  # noqa: PTH105 - at once, so that no half a file is left
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotWritable(str(file), f"{file} cannot be written: {reason}") from None
    return value


def check(name: str, value: str | None) -> None:
    """Raise InvalidValue or StyleError unless there is such a setting, and it can be this value."""
    if name not in SETTINGS:
        raise InvalidValue("setting", name, f"use one of {', '.join(SETTINGS)}")
    if value is None:
        return
    if not value:
        raise InvalidValue(name, value, "is empty; --unset takes the setting away")
    if not value.isprintable():
        raise InvalidValue(name, value, "write it on one line, without control characters")
    if name == "agent":
        from provrepo.agents import parse

        parse(value)
        return
    from provrepo.cli.style_folders import style_folders

    if name == "style":
        from provrepo.cite import Style

        Style.load(value, folders=style_folders())
    else:
        from provrepo.cite.csl.locale import check_locale

        check_locale(value, style_folders())
