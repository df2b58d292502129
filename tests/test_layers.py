"""The house: three layers and their rooms in one direction, pure rooms, cheap imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import provrepo
from tests.fresh import check_that_reading_loads_none
from tests.house import circles, floor, foreign, imports, modules, room, tree

PURE = ("formats", "align", "compare", "cite", "plain words")
"""Rooms that are handed all that they work on."""

PURE_STORE = ("addresses", "canonical", "collecting", "contents", "errors", "records", "rules")
"""The modules of the store that know no database: values, rules, digests."""

READS_FILES = {
    "provrepo.align.concepts": "its own table",
    "provrepo.cite.csl.locale": "its own locales, and a locale file that it is given",
    "provrepo.languages": "the registered subtags",
    "provrepo.cite.csl.style": "the built-in styles, and a style file that it is given",
}
"""Pure modules that may read a file nevertheless, and which."""


def test_every_import_goes_down() -> None:
    """No module imports one of a room above its own, nor of another room on its floor."""
    upward = [
        f"{module} -> {name}"
        for module in modules()
        for name, _ in imports(module)
        if room(module) != room(name) and floor(module) <= floor(name)
        # `python -m provrepo` is the command line's.
        if module != "provrepo.__main__"
    ]
    assert upward == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Neither when they run, with imports inside functions counted, nor for their types."""
    assert circles(types=False) == []
    assert circles(types=True) == []


def test_the_command_line_knows_the_library_alone() -> None:
    """It imports nothing of the store."""
    below = [
        f"{module} -> {name}"
        for module in modules()
        for name, for_types in imports(module)
        if room(module) == "cli" and room(name) == "store" and not for_types
    ]
    assert below == []


def test_each_layer_keeps_to_its_libraries() -> None:
    """The store prints nothing, the library knows no terminal and no SQL."""
    terminal, sql = {"typer", "rich"}, {"sqlalchemy", "sqlmodel", "sqlite3", "psycopg"}
    for module in modules():
        if module == "provrepo.__main__":
            continue
        forbidden = {"cli": sql, "store": terminal}.get(room(module), terminal | sql)
        assert not foreign(module) & forbidden, module


def test_pure_rooms_touch_neither_database_nor_file_system() -> None:
    """Formats, comparison and citation work on what they are handed, and on nothing else."""
    for module in modules():
        if room(module) not in PURE:
            continue
        for name, for_types in imports(module):
            if name.startswith("provrepo.store") and not for_types:
                assert name.removeprefix("provrepo.store.") in PURE_STORE, f"{module} -> {name}"
        if module in READS_FILES:
            continue
        assert not foreign(module) & {"shutil", "socket", "subprocess", "tempfile"}, module
        assert not _opened(module), module


def _opened(module: str) -> set[str]:
    """Return the calls of a module that open, list or write files."""
    calls = {
        ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)
    }
    on_paths = {"iterdir", "read_bytes", "read_text", "write_bytes", "write_text", "unlink", "stat"}
    return {
        call
        for call in calls
        if call in ("open", "os.open", "os.listdir", "os.scandir", "os.stat", "io.open")
        or call.rpartition(".")[2] in on_paths
    }


def test_only_the_command_line_looks_at_the_environment() -> None:
    """Environment variables, standard streams and printing are the command line's."""
    forbidden = {"os.environ", "os.getenv", "sys.stdin", "sys.stdout", "sys.stderr", "sys.argv"}
    for module in modules():
        if room(module) == "cli":
            continue
        nodes = list(ast.walk(tree(module)))
        used = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
        called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
        assert not used & forbidden, module
        assert not called & {"print", "input"}, module


def test_every_module_says_in_its_first_line_what_it_does() -> None:
    """A module begins with a docstring whose first line is a sentence."""
    for module in modules():
        documented = ast.get_docstring(tree(module))
        assert documented, module
        assert documented.splitlines()[0].rstrip().endswith((".", ":")), module


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
