"""The commands of the ledger, as somebody types them: over a small store, and over our example with the model."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from store_made import fill

from sayso import cli
from sayso.stores import open_store

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs `sayso ARGUMENTS` with a small store as its own: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_STORE", "store.db")
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    with open_store("store.db", create=True) as store:
        fill(store)

    def running(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return running


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


# -- finding -------------------------------------------------------------------------------------


def test_status_counts_and_names_the_failures(run: Run) -> None:
    code, out, err = run("status")
    assert (code, err) == (0, "")
    assert re.search(r"(?m)^documents +5$", out)
    assert "broken1.pdf" in out and "It is cut short." in out
    _, out, _ = run("status", "--format", "json")
    held = json.loads(out)
    assert (held["documents"], held["failures"], len(held["failed"])) == (5, 2, 2)
    assert {"locator", "code", "message", "at"} <= held["failed"][0].keys()


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["ferry"], 2), (["ferry sail"], 2), (["sail", "ferry"], 2), (['"sail ferry"'], 0), (["ferr*"], 2), (["FERRY"], 2),
        (["--speaker", "Cho"], 4), (["--speaker", "Ana Cho", "pier"], 3), (["--act", "promise"], 1), (["--kind", "direct"], 8),
        (["--outlet", "nova"], 2), (["--since", "2025"], 3), (["--until", "2024-12"], 2), (["--document", "mill.txt"], 2),
        (["--once", "ferry"], 1), (["zebra"], 0), (["--about", "Baird"], 3),
    ],
)  # fmt: skip
def test_search_as_it_is_typed(run: Run, options: list[str], found: int) -> None:
    code, out, err = run("search", *options, "--format", "jsonl")
    assert err == ""
    assert len(rows(out)) == found
    assert code == (0 if found else 1)
    assert all({"id", "speaker", "text", "document", "snippet"} <= row.keys() for row in rows(out))


def test_a_search_for_people_has_counts_and_ids(run: Run) -> None:
    code, out, _ = run("search", "pier")
    assert code == 0
    assert "1 to 4 of 4" in out and re.search(r"(?m)^speaker: Ana Cho 3", out)
    assert len(re.findall(r"\bst-[0-9a-f]{20}\b", out)) == 4
    assert "\x1b" not in out
    _, second, _ = run("search", "pier", "-n", "3", "--page", "2")
    assert "4 to 4 of 4" in second


@pytest.mark.parametrize("value", [["--act", "shout"], ["--kind", "loud"], ["--order", "random"], ["--since", "yesterday"]])
def test_a_value_that_is_none_is_refused(run: Run, value: list[str]) -> None:
    code, out, err = run("search", "ferry", *value)
    assert (code, out) == (2, "")
    assert value[1] in err


def test_people_and_a_person(run: Run) -> None:
    _, out, _ = run("people", "--format", "jsonl")
    held = {row["name"]: row for row in rows(out)}
    assert held["Colm Baird"]["statements"] == 1
    _, out, _ = run("person", "Lena Ortiz")
    assert "She sold it to my brother" in out and "Nobody told us that" in out
    code, out, err = run("person", "Nobody Such")
    assert (code, out) == (2, "")
    assert "Nobody Such" in err
    _, out, _ = run("person", "Colm Baird", "--format", "json")
    about = json.loads(out)
    assert {"said", "said_of", "name", "id"} <= about.keys()


def test_a_name_that_fits_several_is_asked_back(run: Run) -> None:
    code, _, err = run("person", "i")
    assert code == 2
    assert len(re.findall(r"pe-[0-9a-f]{20}", err)) > 1


def test_a_statement_and_its_printings(run: Run) -> None:
    _, out, _ = run("search", "ferry", "--order", "oldest", "--format", "jsonl")
    first = rows(out)[0]
    code, out, _ = run("statement", str(first["id"]))
    assert code == 0
    assert "printed" in out and "2 times" in out and "history" in out and "verdict" in out
    code, out, _ = run("variants", str(first["id"]))
    assert code == 0
    assert out.index("ferry.txt") < out.index("ferry-again.txt")
    assert "verbatim" in out
    _, out, _ = run("variants", str(first["id"]), "--format", "jsonl")
    assert [row["document"] for row in rows(out)] == ["ferry.txt", "ferry-again.txt"]
    code, _, err = run("statement", "st-00000000000000000000")
    assert code == 2
    assert "st-00000000000000000000" in err


# -- correcting ----------------------------------------------------------------------------------


def an_id(run: Run, *words: str) -> str:
    _, out, _ = run("search", *words, "--format", "jsonl")
    return str(rows(out)[0]["id"])


def test_corrections_are_kept_with_who_and_why(run: Run) -> None:
    one = an_id(run, "mills")
    assert run("correct", one, "--speaker", "Lena Ortiz", "--act", "deny", "--by", "Mina Roe", "--why", "on tape")[0] == 0
    _, out, _ = run("statement", one, "--format", "json")
    held = json.loads(out)
    assert (held["speaker"], held["act"]) == ("Lena Ortiz", "deny")
    assert ("person: Mina Roe", "on tape") in {(entry["by"], entry["why"]) for entry in held["history"]}
    assert run("correct", one, "--nobody")[0] == 0
    assert json.loads(run("statement", one, "--format", "json")[1])["speaker"] is None
    assert run("correct", one, "--not-a-quotation")[0] == 0
    assert run("search", "mills")[0] == 1
    assert run("correct", one, "--quotation")[0] == 0
    assert run("search", "mills")[0] == 0
    assert run("verify")[0] == 0


@pytest.mark.parametrize(
    "options", [[], ["--speaker", "A", "--nobody"], ["--speaker", " "], ["--act", "shout"], ["--speaker", "A", "--speaker-kind", "robot"]]
)
def test_a_correction_that_makes_no_sense_is_refused(run: Run, options: list[str]) -> None:
    one = an_id(run, "mills")
    before = run("status")[1]
    code, _, err = run("correct", one, *options)
    assert code == 2
    assert err.count("\n") == 1
    assert run("status")[1] == before


def test_people_are_joined_and_parted(run: Run) -> None:
    assert run("merge", "Li Wei", "Lena Ortiz", "--why", "married")[0] == 0
    assert len(rows(run("search", "--speaker", "Lena Ortiz", "--format", "jsonl")[1])) == 3
    code, _, err = run("merge", "Li Wei", "Lena Ortiz")
    assert code == 2 and "already" in err
    _, out, _ = run("people", "--format", "jsonl")
    assert "Li Wei" not in {row["name"] for row in rows(out)}
    moved = next(match for match in re.findall(r"pe-[0-9a-f]{20}", run("person", "Lena Ortiz", "--format", "json")[1]))
    assert moved
    assert run("verify")[0] == 0


# -- proving -------------------------------------------------------------------------------------


def test_a_checkpoint_is_signed_and_holds(run: Run) -> None:
    assert run("checkpoint", "-o", "monday.checkpoint")[0] == 0
    code, out, err = run("verify", "--checkpoint", "monday.checkpoint")
    assert code == 0
    assert "whole" in out and "Anchored" in err
    with open_store("store.db") as store:
        store.engine.dispose()
        connection = store.engine.raw_connection()
        ((trigger,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'entries_update'").fetchall()  # type: ignore[attr-defined]
        for line in ("DROP TRIGGER entries_update", "UPDATE entries SET why = 'because' WHERE seq = 7", trigger):
            connection.execute(line)  # type: ignore[attr-defined]
        connection.commit()
        connection.close()
    code, out, err = run("verify", "--checkpoint", "monday.checkpoint")
    assert code == 1
    assert "NOT whole. The first bad entry is 7" in out
    assert "Restore a backup" in err
    Path("monday.checkpoint").write_text("nothing of the kind\n", encoding="utf-8")
    assert run("verify", "--checkpoint", "monday.checkpoint")[0] == 2


def test_a_backup_is_whole_and_takes_nobodys_place(run: Run) -> None:
    code, out, _ = run("backup", "copy.db")
    assert code == 0 and "whole" in out
    assert run("verify", "--store", "copy.db")[0] == 0
    code, _, err = run("backup", "copy.db")
    assert code == 2 and "copy.db exists" in err
    assert run("backup", "nowhere/copy.db")[0] == 2
    assert run("rebuild")[0] == 0
    assert run("verify")[0] == 0


@pytest.mark.parametrize(
    "command", [["status"], ["search", "x"], ["people"], ["verify"], ["correct", "st-1", "--note", "x"], ["backup", "b.db"]]
)
def test_where_there_is_no_store_none_is_made(run: Run, command: list[str]) -> None:
    code, out, err = run(*command, "--store", "other.db")
    assert (code, out) == (2, "")
    assert "There is no store in" in err and "sayso add" in err
    assert not Path("other.db").exists()


def test_a_url_that_makes_no_sense_is_refused(run: Run) -> None:
    code, _, err = run("status", "--store", "mysql://root:s3cret@host/base")
    assert code == 2
    assert "SQLite" in err and "s3cret" not in err
