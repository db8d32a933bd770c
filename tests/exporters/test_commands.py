"""`sayso export`, `import` and `verify-bag`, as somebody types them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from sayso import cli
from sayso.exporters import Exporter
from sayso.ledger.view import view_digest
from sayso.stores import open_store


@pytest.fixture
def run(monkeypatch, capfdbinary, tmp_path, store, fake_pipeline):
    """Runs `sayso ARGUMENTS` with the full store as its own: (exit code, bytes on stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_STORE", "full.db")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def running(*arguments: str) -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capfdbinary.readouterr()
        return int(left.value.code or 0), out, err.decode("utf-8")

    return running


def test_statements_go_to_standard_output(run, store):
    code, out, err = run("export")
    assert (code, err) == (0, "")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [one.id for one in store.statements()]


def test_bytes_go_to_standard_output_as_they_are(run):
    import pyarrow.parquet as pq

    code, out, _ = run("export", "--format", "parquet", "--kind", "event")
    assert code == 0
    assert pq.read_table(io.BytesIO(out)).num_rows == 1


@pytest.mark.parametrize(
    "options", [["--speaker", "Cho"], ["--act", "deny", "--kind", "mixed"], ["--since", "2025", "--until", "2025-12"], ["--outlet", "star"]]
)
def test_some_are_chosen(run, store, options):
    code, out, _ = run("export", *options)
    assert code == 0
    assert 0 < len(out.splitlines()) < len(list(store.statements()))


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "--format", "docx"],
        ["export", "--format", "bag"],
        ["export", "--act", "shout"],
        ["export", "--kind", "loud"],
        ["export", "--since", "yesterday"],
        ["export", "--speaker", "Nobody Known"],
        ["export", "--format", "ledger", "--speaker", "Cho"],
        ["export", "--corrections", "--kind", "direct"],
        ["export", "--store", "none.db"],
        ["import", "none.jsonl", "--store", "new.db"],
        ["import", "full.db", "--store", "new.db"],
        ["import", "--from", "citron", "none.json"],
        ["import", "ledger.jsonl", "--text", "full.db"],
        ["import", "--from", "citron", "full.db", "--text", "."],
        ["verify-bag", "none"],
    ],
)
def test_what_makes_no_sense_is_one_line_and_code_2(run, arguments):
    code, out, err = run(*arguments)
    assert code == 2
    assert out == b""
    assert "Traceback" not in err and err.startswith("sayso: ") and err.count("\n") == 1


def test_a_file_is_written_whole_or_not_at_all(run, monkeypatch, tmp_path):
    code, _, err = run("export", "-o", "out.jsonl")
    assert code == 0 and "out.jsonl" in err
    before = Path("out.jsonl").read_bytes()
    from sayso import exporters
    from sayso.errors import StoreError

    def failing(holdings, target):
        (target / "half").write_text("x") if isinstance(target, Path) else target.write(b"half")
        raise StoreError("The disk is gone.")

    for folder in (False, True):
        monkeypatch.setattr(exporters, "EXPORTERS", {"jsonl": Exporter("half", failing, folder=folder)})
        code, _, err = run("export", "-o", "bag" if folder else "out.jsonl")
        assert (code, err) == (2, "sayso: The disk is gone. [store]\n")
    assert Path("out.jsonl").read_bytes() == before
    assert not Path("bag").exists()
    assert not list(tmp_path.glob(".*unfinished"))


def test_a_ledger_makes_the_same_store_again(run, store):
    assert run("export", "--format", "ledger", "-o", "ledger.jsonl")[0] == 0
    code, out, _ = run("import", "ledger.jsonl", "--store", "again.db")
    assert code == 0 and store.head().root.hex() in out.decode()
    with open_store("again.db") as other:
        assert view_digest(other.statements()) == view_digest(store.statements())
    code, _, err = run("import", "ledger.jsonl", "--store", "again.db")
    assert code == 2 and "empty store" in err


@pytest.mark.parametrize("payload", ['{"a": 1}', "null", '{"document": 3}', '{"document": {"id": 1}, "text": 2}'])
@pytest.mark.parametrize("kind", ["document", "reading", "statement", "correction", "merge", "split", "verdict", "failure", "withdrawal"])
def test_a_forged_ledger_is_refused_without_a_traceback(run, kind, payload):
    """Its digests fit: what it says makes no sense."""
    from sayso.exporters.lines import ENTRIES, entry_row
    from sayso.ledger import Draft, sealed
    from sayso.ledger.tree import Tree

    entry = sealed(Draft(kind=kind, subject="x", payload=json.loads(payload), by="me"), 1, "2026-01-01T00:00:00Z")
    tree = Tree.over([bytes.fromhex(entry.digest)])
    rows = [{"schema": ENTRIES}, entry_row(entry), {"entries": 1, "root": tree.root.hex()}]
    Path("forged.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, _, err = run("import", "forged.jsonl", "--store", "new.db")
    assert code in (0, 2) and "Traceback" not in err
    with open_store("new.db") as other:
        assert other.head().size == (1 if code == 0 else 0)


def test_corrections_are_an_option_of_their_own(run):
    one, two = run("export", "--corrections"), run("export", "--format", "corrections")
    assert one == two
    assert [json.loads(line)["schema"] for line in one[1].splitlines()] == ["sayso-training/1"] * 2


def test_a_bag_is_made_checked_and_found_out(run):
    code, _, err = run("export", "--format", "bag", "-o", "bag", "--document", "c.txt")
    assert code == 0 and "1 written" in err
    code, out, _ = run("verify-bag", "bag")
    assert code == 0 and b"bag: whole. 1 document, 1 statement, 1 verdict, 5 entries." in out
    code, _, err = run("export", "--format", "bag", "-o", "bag")
    assert code == 2 and "exists" in err
    page = Path("bag/data/report.html")
    page.write_bytes(page.read_bytes() + b"\n")
    code, out, _ = run("verify-bag", "bag")
    assert code == 1 and b"bag: NOT whole. data/report.html was changed" in out


def test_citron_comes_in_and_only_once(run):
    text = "“It holds,” said Ana Cho.\n"
    Path("lock.txt").write_text(text, encoding="utf-8")
    spans = {
        part: [{"start": text.index(words), "end": text.index(words) + len(words), "text": words}]
        for part, words in (("sources", "Ana Cho"), ("contents", "“It holds,”"))
    }
    found = {
        "quotes": [{**spans, "cue": {"start": 12, "end": 16, "text": "said"}, "coreferences": [], "confidence": "0.5"}],
        "source": {"application": "citron-extractor"},
    }
    Path("lock.json").write_text(json.dumps(found), encoding="utf-8")
    code, _, err = run("import", "--from", "citron", "lock.json", "--store", "new.db")
    assert code == 2 and "--text" in err
    for again in (b"", b" (held already)"):
        code, out, _ = run("import", "--from", "citron", "lock.json", "--text", "lock.txt", "--store", "new.db")
        assert code == 0 and out.startswith(b"1 quotation of lock.txt in ") and out.endswith(b"new.db" + again + b".\n")
    with open_store("new.db") as store:
        (one,) = store.statements()
        assert (one.text, one.speaker, one.by.startswith("sayso "), "Citron citron-extractor" in one.by) == (
            "“It holds,”",
            "Ana Cho",
            True,
            True,
        )
    Path("with.json").write_text(json.dumps({**found, "text": text}), encoding="utf-8")
    assert run("import", "--from", "citron", "with.json", "--store", "other.db")[0] == 0
