"""Who may import whom: every import is read, also those inside functions and under TYPE_CHECKING."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "sayso"
BASE = {"schema", "english", "errors", "rows", "plugins", "reading", "ledger"}
STAGES = {"transcribers", "ingest", "reader", "resolver", "steps", "disputes", "checker", "stores", "exporters"}
# Each part of the package (a module, or a folder as one) and what it may import of it; see docs/explanation/architecture.md.
MAY = {
    "schema": set(),
    "english": {"schema"},
    "errors": set(),
    "rows": {"schema", "errors"},
    "plugins": {"schema", "errors"},
    "reading": {"schema", "errors", "rows"},
    "ledger": {"schema", "errors", "rows", "reading"},
    **dict.fromkeys(STAGES, BASE),
    "ingest": BASE | {"transcribers"},
    "stores": BASE | {"ledger"},
    "exporters": BASE | {"ledger"},
    "pipeline": BASE | STAGES,
    "scale": BASE | STAGES | {"pipeline"},
    "recordings": BASE | {"ingest", "transcribers", "checker"},
    "settings": BASE | STAGES | {"pipeline", "recordings"},
    "desk": BASE | STAGES | {"pipeline", "recordings", "scale", "settings"},
    "cli": BASE | STAGES | {"pipeline", "scale", "settings", "desk"},
    "__main__": {"cli"},
    "__init__": BASE | STAGES | {"pipeline", "scale", "settings"},
}
NEVER = {"training", "bench", "tests", "torch"}


def module_of(path: Path) -> str:
    parts = path.relative_to(SRC.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(path): path for path in sorted(SRC.rglob("*.py"))}


def part_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def imports(module: str, *, also_named_in_strings: bool) -> Iterator[str]:
    """The modules that a module imports; of our own, the file they are in."""
    path = FILES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            home = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                home = ".".join([*above, *([node.module] if node.module else [])])
            for name in node.names:
                inner = f"{home}.{name.name}"
                yield inner if inner in FILES else home
        elif also_named_in_strings and isinstance(node, ast.Constant) and isinstance(node.value, str):
            named = re.fullmatch(r"(sayso(?:\.\w+)+)(?::\w+)?", node.value)
            if named and named[1] in FILES:
                yield named[1]


@pytest.mark.parametrize("module", FILES)
def test_imports_go_downwards_only(module):
    part = part_of(module)
    assert part in MAY, f"give {part} a layer here and in docs/explanation/architecture.md"
    for imported in imports(module, also_named_in_strings=True):
        top = imported.split(".")[0]
        assert top not in NEVER, f"{module} imports {imported}"
        if top == "sayso" and part_of(imported) != part:
            assert part_of(imported) in MAY[part], f"{module} imports {imported}"


def test_no_module_imports_itself_by_way_of_others():
    graph = {module: {one for one in imports(module, also_named_in_strings=False) if one in FILES} for module in FILES}
    done: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way[way.index(module) :], module))
        if module not in done:
            for other in graph[module]:
                walk(other, (*way, module))
            done.add(module)

    for module in graph:
        walk(module, ())


@pytest.mark.parametrize(
    "module",
    ["schema", "errors", "rows", "plugins", "reading", "cli/__init__", "cli/stages", "cli/desk", "cli/ledger", "cli/output", "__init__"],
)
def test_at_the_top_of_these_files_only_the_standard_library_is_imported(module):
    import sys

    path = SRC / f"{module}.py"
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
            for name in names:
                assert name.split(".")[0] in {*sys.stdlib_module_names, "sayso", *({"typer"} if module.startswith("cli/") else ())}, name
