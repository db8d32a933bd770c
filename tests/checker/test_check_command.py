"""`sayso check`: what it takes, what it writes, and with which code it ends."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso import cli

Run = Callable[..., tuple[int, str, str]]
EVIDENCE = "MAYOR LIN: We will not sell the mill to anybody. It was a hard year.\n\nANA CHO: I never said he lied.\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "120")
    (tmp_path / "hearing.txt").write_text(EVIDENCE, encoding="utf-8")

    def running(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sayso", "check", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return running


def one(words: str, *more: str) -> tuple[str, ...]:
    return ("--quote", words, "-e", "hearing.txt", "--no-cache", *more)


@pytest.mark.parametrize(
    ("words", "more", "code"),
    [
        ("We will not sell the mill to anybody.", (), 0),
        ("We will sell the mill to anybody.", (), 1),
        ("We won't sell the mill to anybody.", (), 1),
        ("We won't sell the mill to anybody.", ("--policy", "spoken"), 0),
        ("We will not sell the mill to anybody.", ("--speaker", "Ana Cho"), 1),
        ("he lied", (), 1),
        ("I never said he lied", ("--policy", "nothing"), 2),
        ("I never said he lied", ("--format", "sound"), 2),
    ],
)  # fmt: skip
def test_exit_codes(run: Run, words: str, more: tuple[str, ...], code: int) -> None:
    assert run(*one(words, *more))[0] == code


def test_usage(run: Run) -> None:
    assert run("-e", "hearing.txt")[0] == 2
    assert run("--quote", "a", "--quotes", "b.csv")[0] == 2
    assert run("--quotes", "none.csv")[0] in (1, 2)
    assert run(*one("We will not sell the mill"), "--since", "hearing.txt")[0] in (1, 2)


def test_no_evidence_is_unchecked(run: Run) -> None:
    code, out, _ = run("--quote", "We will not sell the mill", "--format", "jsonl")
    assert code == 1
    assert (json.loads(out)["outcome"], json.loads(out)["reason"]) == ("unchecked", "no evidence")


def test_a_list_gives_a_row_each_with_the_other_columns(run: Run, tmp_path: Path) -> None:
    made = io.StringIO()
    table = csv.writer(made)
    table.writerows([["id", "quote", "speaker", "evidence", "desk"], ["a", "We will sell the mill to anybody.", "Lin", "hearing.txt", "north"],
                     ["b", "We will not sell the mill to anybody.", "Lin", "hearing.txt", "south"], ["c", "We left.", "", "gone.txt", ""]])  # fmt: skip
    (tmp_path / "list.csv").write_text(made.getvalue(), encoding="utf-8")
    code, out, err = run("--quotes", "list.csv", "--no-cache")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(row["id"], row["outcome"], row["desk"]) for row in rows] == [
        ("a", "altered", "north"), ("b", "verbatim", "south"), ("c", "unchecked", ""),
    ]  # fmt: skip
    assert EVIDENCE[rows[1]["start"] : rows[1]["end"]] == "We will not sell the mill to anybody"
    assert rows[1]["speaker"] == "MAYOR LIN"
    assert rows[0]["edits"][0]["type"] == "negation"
    assert "gone.txt" in err


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "html"])
def test_the_same_input_gives_the_same_bytes(run: Run, tmp_path: Path, form: str) -> None:
    made = []
    for name in ("one", "two"):
        assert run(*one("We will sell the mill to anybody.", "--format", form, "-o", name))[0] == 1
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1] and b"altered" in made[0]


def test_a_page_runs_and_loads_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hearing.txt").write_text("We sold <script>alert(1)</script> the mill to Ana Cho in May.", encoding="utf-8")
    _, out, _ = run(*one("We gave <script>alert(1)</script> the mill to Ana Cho", "--format", "html"))
    assert "<script" not in out and "http-equiv" in out
    assert "default-src 'none'" in out.replace("&#39;", "'")


def test_the_output_is_written_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("before", encoding="utf-8")
    assert run("--quotes", "none.csv", "-o", "out.json")[0] != 0
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == "before"


def test_since_tells_what_changed(run: Run) -> None:
    run(*one("We will sell the mill to anybody.", "--format", "json", "-o", "before.json"))
    _, out, _ = run(*one("We will not sell the mill to anybody.", "--format", "json", "--since", "before.json"))
    assert json.loads(out)["verdicts"][0]["since"] == "edited, was altered"


def test_annotations_find_the_passage(run: Run, tmp_path: Path) -> None:
    run(*one("We will not sell the mill to anybody.", "--annotations", "notes.json"))
    made = json.loads((tmp_path / "notes.json").read_text(encoding="utf-8"))
    quote, place = made["first"]["items"][0]["target"]["selector"][:2]
    assert quote["exact"] == EVIDENCE[place["start"] : place["end"]] == "We will not sell the mill to anybody"
    assert EVIDENCE.startswith(quote["prefix"] + quote["exact"] + quote["suffix"][:5])


def test_a_column_that_bears_a_verdicts_name_is_kept_beside_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text(
        '{"quote": "We will not sell the mill", "evidence": "hearing.txt", "page": "A4"}\n', encoding="utf-8"
    )
    row = json.loads(run("--quotes", "list.jsonl", "--no-cache")[1])
    assert (row["page"], row["given_page"]) == (None, "A4")


def test_a_table_shows_the_words_and_the_context(run: Run) -> None:
    _, out, _ = run(*one("We will sell the mill to anybody."))
    assert "altered" in out and "“not”" in out and "line 1" in out
    (_, out, _) = run("--quote", "said he lied", "-e", "hearing.txt", "--no-cache")
    assert "negation" in out


@pytest.mark.parametrize(("words", "shown"), [("he was lying", "“he was lying”: "), ('"he was lying"', ' "he was lying": ')])
def test_the_work_left_shows_each_quotation_in_one_pair_of_marks(run: Run, words: str, shown: str) -> None:
    out = run("--quote", words, "--no-cache")[1]
    assert shown in out, out
    assert "““" not in out
    assert '“"' not in out


def test_the_example_of_ours_is_borne_out_by_the_captions(run: Run) -> None:
    folder = Path(__file__).parents[2] / "examples" / "check"
    code, out, _ = run(str(folder / "draft.txt"), "-e", str(folder / "hearing.txt"), "-e", str(folder / "radio.vtt"), "--format", "json")
    found = next(row for row in json.loads(out)["verdicts"] if "I will resign" in row["quote"])
    assert (found["outcome"], found["start_ms"], found["speaker"]) == ("verbatim", 40_800, "Per Lindqvist")
    assert code == 1  # others are flagged
