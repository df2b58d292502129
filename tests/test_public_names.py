"""The public names are whole: every type that a signature names, every error that can be caught."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import provrepo
from tests.public import error_classes, is_result, named_in_signatures, public_objects


def test_every_type_of_a_public_signature_is_public() -> None:
    """Who annotates their own code with what the library returns finds it in `provrepo`."""
    public = {kind for kind in public_objects().values() if isinstance(kind, type)}
    missing = {
        f"{kind.__module__}.{kind.__name__} (in {place})"
        for kind, place in named_in_signatures().items()
        if kind not in public
    }
    assert missing == set()


def test_every_error_is_public() -> None:
    """Each can be caught by a name of `provrepo`."""
    for module in pkgutil.walk_packages(provrepo.__path__, "provrepo."):
        if not module.name.startswith(("provrepo.cli", "provrepo.__main__")):
            importlib.import_module(module.name)
    public = set(public_objects().values())
    assert {kind.__name__ for kind in error_classes() if kind not in public} == set()


def test_results_are_frozen_and_named() -> None:
    """What methods return cannot be changed by accident, and has names in JSON."""
    for kind, place in named_in_signatures().items():
        if issubclass(kind, tuple):
            pytest.fail(f"{kind.__name__} (in {place}) is a nameless array in JSON")
        if hasattr(kind, "as_json"):
            assert is_result(kind), f"{kind.__name__} (in {place})"
