"""`sayso dispute` and `sayso.dispute`, as somebody uses them: over our example, over a store, and over the seed article."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import sayso
from sayso import cli
from sayso.disputes import dispute_of
from sayso.ledger import correction, merge
from sayso.reading import Reading
from sayso.schema import Dispute

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "dispute"
SEED = ROOT.parent / "shared" / "seed"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_STORE", "store.db")
    monkeypatch.setenv("COLUMNS", "120")

    def running(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return running


@pytest.fixture(scope="module")
def read() -> list[Reading]:
    return [one for one in sayso.read_batch(EXAMPLE) if isinstance(one, Reading)]


def threads(dispute: Dispute) -> set[tuple[tuple[str, ...], tuple[str, ...], str]]:
    names = {one.id: one.name for one in dispute.parties}
    return {(tuple(names[one] for one in each.by), tuple(names[one] for one in each.against), each.state) for each in dispute.threads}


def test_the_example_is_set_out(read):
    found = threads(dispute_of(read, ["Kallio", "Marchetti"]))
    assert (("Petra Kallio",), ("Aldo Marchetti",), "denied") in found
    assert (("Aldo Marchetti",), ("Petra Kallio",), "denied") in found


def test_python_takes_paths_texts_and_readings_and_gives_the_same(read):
    by_path = sayso.dispute(EXAMPLE, "Petra Kallio")
    by_reading = sayso.dispute(read, ["Petra Kallio"])
    assert by_path.threads == by_reading.threads
    assert sayso.dispute("Ana Cho accused Bo Lund of fraud.").threads


def test_what_cannot_be_read_is_among_the_failures(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    found = sayso.dispute([tmp_path, EXAMPLE])
    assert [one.code for one in found.failures] == ["empty"]
    assert found.documents == 3


def test_the_store_gives_the_same_and_follows_what_people_decide(tmp_path, read):
    with sayso.open_store(tmp_path / "ledger.db", create=True) as store:
        sayso.keep(store, read)
        assert threads(sayso.dispute(store)) == threads(dispute_of(read))
        assert [one.id for one in sayso.dispute(store).timeline[0].lines] == [one.id for one in dispute_of(read).timeline[0].lines]
        accusation = next(one for one in store.statements() if one.act == "accuse" and one.speaker == "Aldo Marchetti")
        with store.writing() as writing:
            writing.append([correction(accusation.id, {"quotation": False}, "test", "no accusation", None)])
        assert not any(by == ("Aldo Marchetti",) for by, _, _ in threads(sayso.dispute(store)))


def test_who_was_merged_is_one_party(tmp_path):
    read = [sayso.read("Ana Cho accused Bo Lund of fraud."), sayso.read("Anna Choi accused Bo Lund of fraud again and again.")]
    with sayso.open_store(tmp_path / "ledger.db", create=True) as store:
        sayso.keep(store, read)
        assert len(sayso.dispute(store).threads) == 2
        ids = {one.speaker: one.speaker_id for one in store.statements()}
        with store.writing() as writing:
            writing.append([merge(ids["Anna Choi"], ids["Ana Cho"], "test", None, None)])
        assert threads(sayso.dispute(store)) == {(("Ana Cho",), ("Bo Lund",), "unanswered")}


def test_the_command_prints_and_writes(run):
    code, out, err = run("dispute", str(EXAMPLE), "--party", "Kallio", "-p", "Marchetti", "-q")
    assert (code, err) == (0, "")
    assert "Petra Kallio accuses Aldo Marchetti" in out and "Timeline" in out
    code, out, _ = run("dispute", str(EXAMPLE), "--format", "html", "-o", "d.html", "-q")
    assert (code, out) == (0, "") and Path("d.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    _, out, _ = run("dispute", str(EXAMPLE), "--format", "jsonl", "-q")
    assert all(json.loads(line)["document_id"].startswith("doc-") for line in out.splitlines())


def test_the_command_over_the_store(run):
    assert run("add", str(EXAMPLE), "-q")[0] == 0
    code, out, _ = run("dispute", "--party", "Kallio")
    assert code == 0 and "Petra Kallio accuses Aldo Marchetti" in out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("dispute", str(EXAMPLE), "--party", "Petra Callio"), 2, "Did you mean Petra Kallio?"),
        (("dispute", str(EXAMPLE), "--store", "x.db"), 2, "not both"),
        (("dispute",), 2, "store"),
        (("dispute", "missing.txt"), 1, "missing.txt"),
    ],
)
def test_what_goes_wrong_is_said(run, arguments, code, told):
    left, _, err = run(*arguments, "-q")
    assert (left, told in err) == (code, True)
    assert "Traceback" not in err


def test_without_its_extra_a_calendar_says_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    monkeypatch.delitem(sys.modules, "sayso.exporters.calendar", raising=False)
    code, _, err = run("dispute", str(EXAMPLE), "--format", "icalendar")
    assert code == 2 and "pip install 'sayso[calendar]'" in err


@pytest.mark.skipif(
    not SEED.exists(), reason="the seed article is beside the project only where it is developed; none of it may be shipped"
)
def test_the_two_disputes_of_the_seed_article():
    gold = json.loads((SEED / "article.gold.json").read_text(encoding="utf-8"))
    found = sayso.dispute(SEED / "article.txt")
    names = {one.id: one.name for one in found.parties}
    expected = {(one["by"], *(one["against"] if isinstance(one["against"], list) else [one["against"]])) for one in gold["threads"]}
    assert {(*(names[one] for one in each.by), *(names[one] for one in each.against)) for each in found.threads} == expected
    assert [each.state for each in found.threads] == ["denied", "asked"]
    assert [names[one.party] for one in found.no_reply] == ["Ryan Reynolds"]


def test_an_accusation_of_two_is_two():
    text = (
        "Agnes Tolland accuses Martin Reeve of bullying her for years and Ida Holm of taking bribes. Reeve denied bullying Tolland. "
        "“It is a lie,” Ida Holm said."
    )
    found = sayso.dispute(text)
    names = {one.id: one.name for one in found.parties}
    told = {tuple(names[one] for one in each.against): [line.text for line in each.allegations] for each in found.threads}
    assert told[("Martin Reeve",)] == ["Agnes Tolland accuses Martin Reeve of bullying her for years"]
    assert "Ida Holm of taking bribes" in told[("Ida Holm",)]
    assert all(line.told.of(text) == line.text and "#" not in line.id for each in found.threads for line in each.allegations)
