"""What the library shows to the outside: its public names, and all that their signatures name."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import sys
import typing
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

import provrepo
from provrepo import errors


def public_objects() -> dict[str, Any]:
    """Return what each public name stands for."""
    return {name: getattr(provrepo, name) for name in provrepo.__all__}


def methods(kind: type) -> dict[str, Callable[..., Any]]:
    """Return the public methods and properties of a class, its own and inherited from ours."""
    found: dict[str, Callable[..., Any]] = {}
    for base in reversed(kind.__mro__):
        if not base.__module__.startswith("provrepo"):
            continue
        for name, member in vars(base).items():
            if name.startswith("_"):
                continue
            member = getattr(member, "__func__", member)
            if isinstance(member, property):
                member = member.fget
            if inspect.isfunction(member):
                found[name] = member
    return found


def named_in_signatures() -> dict[type, str]:
    """Return every class of ours that a public signature or field names, and where."""
    named: dict[type, str] = {}
    seen: set[Any] = set()
    waiting: list[tuple[Any, str]] = [(thing, name) for name, thing in public_objects().items()]
    while waiting:
        thing, where = waiting.pop()
        if thing in seen:
            continue
        seen.add(thing)
        for kind, place in _classes(thing, where):
            if kind.__module__.startswith("provrepo"):
                named.setdefault(kind, place)
                waiting.append((kind, kind.__name__))
    return named


def _classes(thing: Any, where: str) -> Iterator[tuple[type, str]]:  # noqa: ANN401
    if inspect.isclass(thing):
        for name, annotation in hints(thing).items():
            if not name.startswith("_"):
                yield from ((kind, f"{where}.{name}") for kind in _inside(annotation))
        for name, method in methods(thing).items():
            for annotation in hints(method).values():
                yield from ((kind, f"{where}.{name}()") for kind in _inside(annotation))
    elif inspect.isfunction(thing):
        for annotation in hints(thing).values():
            yield from ((kind, f"{where}()") for kind in _inside(annotation))


def _inside(annotation: Any) -> Iterator[type]:  # noqa: ANN401
    """Yield the classes that an annotation is made of."""
    if inspect.isclass(annotation) and not typing.get_args(annotation):
        yield annotation
    for argument in typing.get_args(annotation):
        if isinstance(argument, list):
            for inner in argument:
                yield from _inside(inner)
        else:
            yield from _inside(argument)


def hints(thing: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the annotations of a class or function, those imported for types only resolved."""
    module = sys.modules[thing.__module__]
    return typing.get_type_hints(thing, globalns=_namespace(module))


@cache
def _namespace(module: ModuleType) -> dict[str, Any]:
    """Return the names of a module with those that it imports for its types only."""
    names = {"ClassVar": typing.ClassVar, **vars(module)}
    tree = ast.parse(inspect.getsource(module))
    for node in tree.body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            imported = [part for part in node.body if not isinstance(part, ast.Expr)]
            exec(compile(ast.Module(imported, []), module.__name__, "exec"), names)  # noqa: S102
    return names


def error_classes() -> set[type]:
    """Return every error of ours."""
    found: set[type] = {errors.ProvrepoError}
    waiting: list[type] = [errors.ProvrepoError]
    while waiting:
        derived: list[type] = waiting.pop().__subclasses__()
        for kind in derived:
            if kind not in found and kind.__module__.startswith("provrepo"):
                found.add(kind)
                waiting.append(kind)
    return found


def is_result(kind: type) -> bool:
    """Return whether a class is a frozen dataclass."""
    return dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
