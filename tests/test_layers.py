"""The house: three layers in one direction, cheap imports, and a public API that exists."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from tests.fresh import check_that_reading_loads_none

ROOT = Path(__file__).resolve().parents[1]
LAYERS = {"store": ROOT / "store", "provrepo": ROOT / "provrepo", "cli": ROOT / "cli"}


def modules(layer: str) -> list[Path]:
    """Return the files of a layer; the links to the other layers are not followed."""
    links = {LAYERS["provrepo"] / "cli", LAYERS["provrepo"] / "store"}
    return [
        path
        for path in sorted(LAYERS[layer].rglob("*.py"))
        if layer != "provrepo" or not links & set(path.parents)
    ]


def imports(path: Path) -> Iterator[str]:
    """Yield the name of every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


EVERY_MODULE = [(layer, path) for layer in LAYERS for path in modules(layer)]


@pytest.mark.parametrize(
    ("layer", "path"), EVERY_MODULE, ids=lambda value: getattr(value, "stem", value)
)
def test_imports_go_down_only(layer: str, path: Path) -> None:
    """The store imports the store alone; the library no terminal and no SQL."""
    for name in imports(path):
        top = name.split(".")[0]
        if layer == "store":
            assert top != "provrepo" or name == "provrepo" or name.startswith("provrepo.store")
            assert top not in ("typer", "rich")
        if layer == "provrepo" and path.name != "__main__.py":
            assert not name.startswith("provrepo.cli")
            assert top not in ("typer", "rich", "sqlalchemy", "sqlmodel", "sqlite3")
        if layer == "cli":
            assert top not in ("sqlalchemy", "sqlmodel", "sqlite3")
            assert not name.startswith(("provrepo.store.read", "provrepo.store.write"))


@pytest.mark.parametrize("path", [path for layer, path in EVERY_MODULE if layer != "cli"], ids=str)
def test_only_the_command_line_looks_at_the_environment(path: Path) -> None:
    """Environment variables, standard streams and printing are the command line's."""
    if path.name == "__main__.py":
        pytest.skip("the command line's own entry")
    nodes = list(ast.walk(ast.parse(path.read_text())))
    used = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    forbidden = {"os.environ", "os.getenv", "sys.stdin", "sys.stdout", "sys.stderr", "sys.argv"}
    assert not used & forbidden
    assert not called & {"print", "input"}


@pytest.mark.parametrize("path", [path for _, path in EVERY_MODULE], ids=str)
def test_every_module_says_in_its_first_line_what_it_does(path: Path) -> None:
    """A module begins with a docstring whose first line is a sentence."""
    documented = ast.get_docstring(ast.parse(path.read_text()))
    assert documented
    assert documented.splitlines()[0].rstrip().endswith((".", ":"))


def test_the_public_names_exist_and_are_sorted() -> None:
    """Each name of `provrepo.__all__` can be had, and the list is in order."""
    assert provrepo.__all__ == sorted(provrepo.__all__)
    for name in provrepo.__all__:
        assert getattr(provrepo, name) is not None
    assert not hasattr(provrepo, "nonsense")


def test_importing_the_library_loads_nothing_heavy() -> None:
    """`import provrepo`, opening and reading do without SQLModel, Typer and Rich."""
    code = (
        "import sys, provrepo, provrepo.repository, provrepo.compare\n"
        "print([n for n in ('sqlmodel', 'sqlalchemy', 'pydantic', 'typer', 'rich') "
        "if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_reading_commands_load_no_orm(tmp_path: Path) -> None:
    """`show`, `log` and `list` start without SQLModel, pydantic and Rich."""
    path = tmp_path / "provrepo.db"
    with provrepo.create(path) as repository:
        repository.ingest(b"text", document="a", text="transcription:en")
    check_that_reading_loads_none(str(path), ("sqlmodel", "sqlalchemy", "pydantic", "rich"))
