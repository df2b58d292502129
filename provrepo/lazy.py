"""Lazy packages: a public name is imported from its module when somebody first uses it.

    if TYPE_CHECKING:
        from provrepo.cite.csl.style import Style
    else:
        __getattr__, __dir__ = attach(__name__, {"Style": "provrepo.cite.csl.style"})

Importing such a package costs next to nothing, which a command that prints one line needs. Type
checkers read the branch of the imports and so know every name and its type.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def attach(
    package: str, modules: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the functions ``__getattr__`` and ``__dir__`` of a lazy package (PEP 562).

    ``modules`` maps each public name to the full name of the module that defines it. A name that
    was used once is an ordinary global of the package, so that only its first use comes here.
    """

    def load(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
        module = modules.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(module), name)
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *modules})

    return load, names
