"""Names: public ones stay what they are, files have names that say something and a bearable length."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

import sayso

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / name for name in ("src", "training", "bench", "tests", "docs", "examples")]
PYTHON = [path for folder in FOLDERS for path in sorted(folder.rglob("*.py")) if "runs" not in path.parts]
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "misc", "core", "manager"}
LONGEST = 800


@pytest.fixture(scope="module")
def every_module() -> list[ModuleType]:
    names = [found.name for found in pkgutil.walk_packages(sayso.__path__, "sayso.") if not found.name.endswith("__main__")]
    return [importlib.import_module(name) for name in names]


@pytest.mark.parametrize("name", sayso.__all__)
def test_a_public_name_is_what_it_was_when_every_module_is_loaded(every_module, name):
    value = getattr(sayso, name)
    assert not isinstance(value, ModuleType)
    homes = [home for home, names in sayso._HOMES.items() if name in names]
    if homes:
        assert value is getattr(importlib.import_module(homes[0]), name)
    else:
        assert name == "__version__" or value.__module__ == "sayso"


def test_all_is_complete_and_listed():
    assert set(sayso.__all__) == {
        "__version__",
        "check",
        "dispute",
        "keep",
        "open_store",
        "read",
        "read_batch",
        "run",
        *(name for names in sayso._HOMES.values() for name in names),
    }
    assert set(sayso.__all__) <= set(dir(sayso))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = sayso.nonsense


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_a_telling_name_and_a_bearable_length(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    assert not EMPTY_WORDS & {word for part in parts for word in part.split("_")}
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < LONGEST


@pytest.mark.parametrize("path", [path for path in PYTHON if "src" in path.parts], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_of_the_package_says_what_it_is_for_and_no_function_has_its_name(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert (path.parent.name if path.stem == "__init__" else path.stem) not in names
