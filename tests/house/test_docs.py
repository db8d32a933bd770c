"""The docs say what the code does: reference pages are made from it, examples run, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import runpy
from pathlib import Path

import pytest
import typer.main

import sayso
from sayso import cli, errors, ingest, settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
REFERENCE = DOCS / "reference"


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("generate_reference", DOCS / "generate_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


@pytest.fixture
def reading_works(request):
    """The shipped model where it is in the tree, else the fake."""
    if not (settings.SHIPPED / "card.json").exists():
        request.getfixturevalue("fake_pipeline")


@pytest.mark.parametrize("page", ["cli.md", "errors.md", "record.md", "python.md"])
def test_a_reference_page_is_what_the_code_says(made, page):
    assert (REFERENCE / page).read_text(encoding="utf-8") == made[page], "run: python docs/generate_reference.py"


def test_every_error_code_has_a_heading():
    headings = re.findall(r"(?m)^## (.+)$", (REFERENCE / "errors.md").read_text(encoding="utf-8"))
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.SaysoError)]
    assert sorted(headings) == sorted({kind.code for kind in kinds})


def test_every_command_and_option_has_its_place():
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    for name, command in typer.main.get_command(cli.app).commands.items():
        assert f"\n## sayso {name}\n" in page
        section = page.split(f"\n## sayso {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            assert all(f"`{option}`" in section for option in parameter.opts if option.startswith("-"))
            assert parameter.help


@pytest.mark.parametrize("name", sayso.__all__)
def test_every_public_name_is_documented(name):
    page = (REFERENCE / "python.md").read_text(encoding="utf-8").replace("\\_", "_")
    assert f"\n## {name}\n" in page
    assert name == "__version__" or getattr(sayso, name).__doc__


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page):
    text = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("page", ["tutorial.md", "how-to/read-an-article.md", "how-to/set-out-a-dispute.md"])
def test_the_python_on_this_page_runs(page, reading_works, monkeypatch):
    monkeypatch.chdir(ROOT)
    code = "\n".join(re.findall(r"(?s)```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8")))
    assert "import sayso" in code
    exec(compile(code, page, "exec"), {})


def test_the_example_runs(reading_works, capsys):
    runpy.run_path(str(ROOT / "examples" / "read_article.py"), run_name="__main__")
    out = capsys.readouterr().out
    assert "as good as settled" in out


def test_both_forms_of_the_example_are_the_same_article():
    texts = []
    for name in ("mill.txt", "mill.html"):
        (one,) = ingest.documents(ROOT / "examples" / name)
        assert isinstance(one, sayso.Document)
        assert one.published_at and one.published_at.startswith("2025-02-03")
        texts.append(" ".join(" ".join(segment.span.of(one.text) for segment in one.with_role("paragraph")).split()))
    assert texts[0] == texts[1]
    assert 350 <= len(texts[0].split()) <= 450


def test_every_make_target_that_the_readme_names_exists():
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    named_there = set(re.findall(r"`make ([a-z]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named_there
    assert named_there <= targets


def test_pages_open_with_a_title_and_do_not_call_anything_simple():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert re.match(r"(<!--.*-->\n+)?# \S", text), page
        assert not re.search(r"(?i)\b(simply|seamless|powerful|blazing|state[- ]of[- ]the[- ]art)\b", text), page
