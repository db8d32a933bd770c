"""What is loaded when: importing sayso costs nothing, help stays instant."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "numpy", "onnxruntime", "tokenizers", "trafilatura", "lxml", "charset_normalizer",
    "rich", "pydantic", "pandas", "pyarrow", "torch", "sqlalchemy",
}  # fmt: skip
REPORT = "import atexit, sys; atexit.register(lambda: sys.stderr.write(' '.join({name.split('.')[0] for name in sys.modules})))\n"


def loaded_by(code: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", REPORT + code], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def test_importing_sayso_loads_no_third_party_package():
    before = loaded_by("")
    assert {name for name in loaded_by("import sayso") - before if name not in sys.stdlib_module_names} == {"sayso"}


def test_schema_and_reading_load_no_third_party_package():
    new = loaded_by("import sayso.reading, sayso.plugins; sayso.Reading, sayso.Document, sayso.SaysoError") - loaded_by("")
    assert {name for name in new if name not in sys.stdlib_module_names} == {"sayso"}


def test_help_loads_nothing_heavy():
    loaded = loaded_by("import sys; sys.argv = ['sayso', '--help']; from sayso.cli import main; main()")
    assert not loaded & HEAVY
    assert "typer" in loaded


def test_version_loads_nothing_heavy():
    assert not loaded_by("import sys; sys.argv = ['sayso', '--version']; from sayso.cli import main; main()") & HEAVY
