"""The plan of the house: the rooms, one above the other, and what each module imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAYERS = {"provrepo": "provrepo", "cli": "provrepo.cli", "store": "provrepo.store"}
LINKS = (ROOT / "provrepo" / "cli", ROOT / "provrepo" / "store")

FLOORS = (
    ("store",),
    ("plain words",),
    ("words",),
    ("cite", "compare"),
    ("formats", "align", "publish", "search"),
    ("reading",),
    ("editing",),
    ("accession",),
    ("door",),
    ("cli",),
)
"""The rooms from the ground up; those on one floor do not know each other."""

PLAIN_WORDS = (
    "arguments",
    "clock",
    "directions",
    "edtf",
    "errors",
    "hardened_xml",
    "interventions",
    "languages",
    "lazy",
    "passages",
    "quotes",
    "passwords",
    "software",
    "spans",
    "written_dates",
)
WORDS = ("agents", "bases", "metadata", "notes", "receipt", "reference")
DOOR = ("provrepo", "provrepo.repository")


@cache
def modules() -> dict[str, Path]:
    """Return the path of every module by its name; the links are not followed."""
    found = {}
    for folder, package in LAYERS.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not any(link in path.parents for link in LINKS):
                parts = path.relative_to(ROOT / folder).with_suffix("").parts
                found[".".join((package, *(part for part in parts if part != "__init__")))] = path
    return found


def room(module: str) -> str:
    """Return the room of a module."""
    if module in DOOR:
        return "door"
    if module == "provrepo.__main__":
        return "cli"
    name = module.split(".")[1]
    if name in PLAIN_WORDS:
        return "plain words"
    return "words" if name in WORDS else name


def floor(module: str) -> int:
    """Return how far above the ground the room of a module is."""
    return next(number for number, rooms in enumerate(FLOORS) if room(module) in rooms)


@cache
def tree(module: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


@cache
def imports(module: str) -> frozenset[tuple[str, bool]]:
    """Return the modules of ours that a module imports; each with whether only for its types.

    Imports inside functions count like others.
    """
    return frozenset(_imports(tree(module), module, for_types=False))


def _imports(node: ast.AST, module: str, *, for_types: bool) -> Iterator[tuple[str, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            continue  # no statement stands in one
        inner = for_types or (
            isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        )
        if isinstance(child, ast.Import):
            names = [alias.name for alias in child.names]
        elif isinstance(child, ast.ImportFrom):
            source = child.module or ""
            names = [
                full if (full := f"{source}.{alias.name}") in modules() else source
                for alias in child.names
            ]
        else:
            names = []
        yield from ((name, inner) for name in names if name in modules() and name != module)
        yield from _imports(child, module, for_types=inner)


def foreign(module: str) -> set[str]:
    """Return the top-level packages that a module imports and that are not ours."""
    packages = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            packages |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            packages.add((node.module or "").split(".")[0])
    return packages - {"provrepo"}


def circles(*, types: bool) -> list[list[str]]:
    """Return the modules that import each other in a circle; with ``types`` also for types only.

    They are the strongly connected components of more than one module (Tarjan 1972).
    """
    graph = {
        module: {name for name, for_types in imports(module) if types or not for_types}
        for module in modules()
    }
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    components: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        stack.append(module)
        for neighbour in graph[module]:
            if neighbour not in order:
                visit(neighbour)
                lowest[module] = min(lowest[module], lowest[neighbour])
            elif neighbour in stack:
                lowest[module] = min(lowest[module], order[neighbour])
        if lowest[module] == order[module]:
            component = [stack.pop()]
            while component[-1] != module:
                component.append(stack.pop())
            if len(component) > 1:
                components.append(sorted(component))

    for module in graph:
        if module not in order:
            visit(module)
    return components
