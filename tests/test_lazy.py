"""Lazy packages: names come when they are used, once, and a wrong name is an ordinary error."""

from __future__ import annotations

import sys
from json import JSONDecoder
from types import ModuleType

import pytest

from provrepo.lazy import attach


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a package that has one lazy name, which the standard library defines."""
    lazy = ModuleType("lazy")
    lazy.__dict__["__getattr__"], lazy.__dict__["__dir__"] = attach(
        "lazy", {"JSONDecoder": "json.decoder"}
    )
    monkeypatch.setitem(sys.modules, "lazy", lazy)
    return lazy


def test_a_name_is_loaded_once_and_kept(package: ModuleType) -> None:
    """After its first use a name is a plain attribute of the package."""
    assert "JSONDecoder" not in vars(package)
    assert package.JSONDecoder is JSONDecoder
    assert vars(package)["JSONDecoder"] is JSONDecoder


def test_names_are_listed_before_they_are_loaded(package: ModuleType) -> None:
    """`dir` and completion show what could be used."""
    assert "JSONDecoder" in dir(package)
    assert "JSONDecoder" not in vars(package)


def test_a_wrong_name_is_named(package: ModuleType) -> None:
    """The error reads as Python's own, and `hasattr` is false."""
    with pytest.raises(AttributeError, match=r"module 'lazy' has no attribute 'nonsense'"):
        _ = package.nonsense
    assert not hasattr(package, "nonsense")
