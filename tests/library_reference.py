"""The reference in docs/library.md, made of the signatures: `python -m tests.library_reference`."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path
from typing import Any

from tests.public import hints, methods, public_objects

PAGE = Path(__file__).resolve().parents[1] / "docs" / "library.md"
BEGIN = "<!-- reference: `make docs` writes what follows from the signatures -->\n"
END = "<!-- end of reference -->\n"


def reference() -> str:
    """Return the reference as Markdown: each public name, its signature and its docstring."""
    things = public_objects()
    errors = {n: t for n, t in things.items() if _is_error(t)}
    functions = {n: t for n, t in things.items() if inspect.isfunction(t)}
    classes = {n: t for n, t in things.items() if inspect.isclass(t) and n not in errors}
    parts = ["### Functions\n"]
    parts += [
        _item(f"provrepo.{name}{_signature(thing)}", thing) for name, thing in functions.items()
    ]
    parts.append("\n### Classes\n")
    for name, thing in classes.items():
        parts.append(f"#### {name}\n")
        parts.append(f"{inspect.getdoc(thing)}\n")
        parts += _fields(thing)
        parts += [
            _item(
                f"{member}{_signature(method)}" if member not in _properties(thing) else member,
                method,
            )
            for member, method in methods(thing).items()
        ]
        parts.append("")
    parts.append("### Errors\n")
    parts += [f"- `{name}`: {_sentence(thing)}" for name, thing in errors.items()]
    constants = sorted(set(things) - set(errors) - set(functions) - set(classes))
    parts.append(f"\nConstants and types: {', '.join(f'`{name}`' for name in constants)}.")
    return "\n".join(parts) + "\n"


def _fields(thing: type) -> list[str]:
    """Return an item for each public field of a dataclass: its type, and what it is by default."""
    if not dataclasses.is_dataclass(thing):
        return []
    types = hints(thing)
    items = []
    for field in dataclasses.fields(thing):
        default = ""
        if field.default is not dataclasses.MISSING:
            default = f" = {_value(field.default)!r}"
        elif field.default_factory is not dataclasses.MISSING:
            default = f" = {field.default_factory()!r}"
        if not field.name.startswith("_"):
            items.append(f"- `{field.name}: {_shown(types[field.name])}{default}`")
    return items


def _is_error(thing: Any) -> bool:  # noqa: ANN401
    return inspect.isclass(thing) and issubclass(thing, Exception)


def _properties(thing: type) -> set[str]:
    return {name for name, member in inspect.getmembers(thing) if isinstance(member, property)}


def _item(shown: str, thing: Any) -> str:  # noqa: ANN401
    return f"- `{shown}`: {' '.join((inspect.getdoc(thing) or '').split())}"


def _sentence(thing: Any) -> str:  # noqa: ANN401
    """Return the first paragraph of a docstring as one line."""
    documented = inspect.getdoc(thing) or ""
    return " ".join(documented.split("\n\n")[0].split())


def _signature(function: Any) -> str:  # noqa: ANN401
    """Return a signature as it is written, without ``self`` and ``cls``."""
    signature = inspect.signature(function)
    parameters = [
        parameter.replace(
            annotation=_Written(parameter.annotation), default=_value(parameter.default)
        )
        for parameter in signature.parameters.values()
        if parameter.name not in ("self", "cls")
    ]
    returned = _Written(signature.return_annotation)
    return str(signature.replace(parameters=parameters, return_annotation=returned))


class _Written(str):
    """A text that shows itself without quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _value(default: Any) -> Any:  # noqa: ANN401
    """Return a default as it is shown: a function has no name that a caller could use."""
    return _Written("…") if callable(default) else default


def _shown(annotation: Any) -> str:  # noqa: ANN401
    """Return an annotation without the modules that its names come from."""
    shown = (
        annotation.__name__
        if inspect.isclass(annotation) and not hasattr(annotation, "__args__")
        else str(annotation)
    )
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", shown)


def page() -> str:
    """Return the page with its reference as it should be."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{reference()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
