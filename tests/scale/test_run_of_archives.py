"""An archive read into tables: nothing is missing, the sums add up, repeats are marked, and no document stops a run."""

from __future__ import annotations

import io
import json
import random
import sys
from pathlib import Path

import duckdb
import pytest

from sayso import scale
from sayso.cli import main
from sayso.errors import SettingsError, StoreBusy, UnreadableInput
from sayso.reading import Reading
from sayso.schema import Failure
from tests.scale.conftest import article, left_by, write_lines
from tests.scale.scale_fake import DEADLY, FATAL

MAKER = "scale_fake:made"


def asked(out: Path, question: str) -> list[tuple]:
    with duckdb.connect() as base:
        return base.execute(question.replace("@", f"{out}/")).fetchall()


def test_every_record_is_a_document_or_a_failure_and_the_sums_add_up(archive, tmp_path):
    seen = []
    out = tmp_path / "out"
    summary = scale.run([archive], out, maker=MAKER, workers=2, progress=lambda now: seen.append((now.records, now.done, now.size)))
    assert json.loads((out / "summary.json").read_text()) == summary
    assert summary["records"] == 3 * 301 + 41 == summary["documents"] + summary["failures"]
    assert summary["documents"] == summary["read"] + summary["duplicates"]["exact"]
    assert summary["duplicates"] == {"exact": 3, "near": 3}
    assert summary["failures_by_code"] == {"unknown-format": 1, "unreadable": 3}
    assert summary["statements"] == summary["read"]
    for table in ("documents", "statements", "entities", "failures", "steps"):
        assert asked(out, f"select count(*) from '@{table}/*.parquet'") == [(summary[table],)]
    assert asked(out, "select sum(statements), sum(entities) from '@documents/*.parquet'") == [(summary["statements"], summary["entities"])]
    assert asked(out, "select count(distinct locator) from '@documents/*.parquet'") == [(summary["documents"],)]
    assert asked(
        out, "select count(*) from '@statements/*.parquet' s join '@documents/*.parquet' d using (locator) where contains(d.text, s.text)"
    ) == [(summary["statements"],)]
    assert [records for records, _, _ in seen] == sorted(records for records, _, _ in seen)
    assert seen[-1][0] == summary["records"]
    assert seen[-1][1] == seen[-1][2]


def test_repeats_are_marked_with_what_they_repeat(archive, undisturbed, tmp_path):
    out = tmp_path / "out"
    scale.run([archive], out, maker=MAKER, workers=3)
    found = asked(
        out, "select locator, duplicate, duplicate_of, similarity from '@documents/*.parquet' where duplicate is not null order by 1"
    )
    table = str(archive / "table-0.jsonl")
    assert (f"{table}#51", "exact", f"{table}#11", 1.0) in found
    (near,) = [row for row in found if row[0] == f"{table}#61"]
    assert near[1:3] == ("near", f"{table}#12")
    assert 0.8 <= near[3] < 1
    assert left_by(out) == undisturbed  # however many workers


def test_the_readings_of_a_run_are_there_again(archive, tmp_path):
    out = tmp_path / "out"
    summary = scale.run([archive / "table-1.jsonl"], out, maker=MAKER, workers=1)
    found = list(scale.readings_in(out))
    readings = [one for one in found if isinstance(one, Reading)]
    assert len(readings) == summary["read"]
    assert next(one for one in found if isinstance(one, Failure)).code == "unreadable"
    assert readings[5][0].speaker == "Ana Cho"
    with pytest.raises(UnreadableInput):
        list(scale.readings_in(tmp_path / "nothing"))


def test_what_is_done_is_not_done_again_and_new_files_are_added(tmp_path):
    chance = random.Random(3)
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    write_lines(folder / "b.jsonl", [article(chance, n) for n in range(50)])
    first = scale.run([folder], out, maker=MAKER, workers=1)
    before = left_by(out)
    assert scale.run([folder], out, maker="nowhere:nothing", workers=1) == first  # no worker is needed
    assert left_by(out) == before
    write_lines(folder / "a.jsonl", [article(chance, n) for n in range(50, 90)])
    second = scale.run([folder], out, maker=MAKER, workers=1)
    assert second["records"] == 90
    assert {name: digest for name, digest in left_by(out).items() if name in before and name != "summary.json"} == {
        name: digest for name, digest in before.items() if name != "summary.json"
    }


def test_an_input_that_changed_and_other_options_are_refused(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    write_lines(folder / "a.jsonl", [article(random.Random(1), 1)])
    scale.run([folder], out, maker=MAKER, workers=1)
    with pytest.raises(SettingsError, match="other options"):
        scale.run([folder], out, maker=MAKER, workers=1, any_language=True)
    with pytest.raises(SettingsError, match="no field"):
        scale.run([folder], tmp_path / "two", maker=MAKER, columns={"words": "text"})
    write_lines(folder / "a.jsonl", [article(random.Random(1), 1)] * 2)
    with pytest.raises(SettingsError, match="has changed"):
        scale.run([folder], out, maker=MAKER, workers=1)
    with pytest.raises(UnreadableInput):
        scale.run([tmp_path / "absent"], tmp_path / "three", maker=MAKER)


def test_columns_that_are_not_there_stop_a_run_with_a_sentence(tmp_path):
    (tmp_path / "a.csv").write_text("headline,words\nMill,The mill closes.\n")
    with pytest.raises(SettingsError, match="--column text=NAME"):
        scale.run([tmp_path / "a.csv"], tmp_path / "out", maker=MAKER, workers=1)
    summary = scale.run(
        [tmp_path / "a.csv"], tmp_path / "out", maker=MAKER, workers=1, columns={"text": "words"}
    )  # nothing stands in its way
    assert summary["documents"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is flock, which Windows has not")
def test_two_runs_in_one_folder_are_refused(archive, tmp_path):
    out = tmp_path / "out"

    def again(now):
        with pytest.raises(StoreBusy):
            scale.run([archive], out, maker=MAKER, workers=1)

    scale.run([archive / "table-0.jsonl"], out, maker=MAKER, workers=1, progress=again)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL to send")
def test_a_document_that_kills_its_worker_is_one_failure_and_the_rest_goes_on(tmp_path):
    chance = random.Random(2)
    texts = [article(chance, n) for n in range(60)]
    texts[17] += DEADLY
    texts[40] += FATAL
    write_lines(tmp_path / "a.jsonl", texts)
    told = []
    summary = scale.run([tmp_path / "a.jsonl"], tmp_path / "out", maker=MAKER, workers=2, notice=told.append)
    assert summary["records"] == 60
    assert summary["failures"] == 2
    rows = asked(tmp_path / "out", "select locator, code, message from '@failures/*.parquet' order by locator")
    assert [locator.rpartition("#")[2] for locator, _, _ in rows] == ["18", "41"]
    assert "ended the process" in rows[0][2]
    assert "ZeroDivisionError" in rows[1][2]
    assert told


def test_a_worker_that_cannot_start_is_an_error_and_not_a_wait(archive, tmp_path):
    from sayso.errors import SaysoError

    with pytest.raises(SaysoError, match="nowhere"):
        scale.run([archive], tmp_path / "out", maker="nowhere:nothing", workers=2)


def test_records_with_the_bytes_of_one_that_failed_fail_too(tmp_path):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(500)
    for name in ("a.png", "b.png", "c.png"):
        (tmp_path / name).write_bytes(picture)
    out = tmp_path.parent / f"{tmp_path.name}-out"
    summary = scale.run([tmp_path], out, maker=MAKER, workers=1)
    assert (summary["documents"], summary["failures"]) == (0, 3)
    messages = [row[0] for row in asked(out, "select message from '@failures/*.parquet' order by locator")]
    assert "same bytes as" in messages[1]


def test_the_command_with_the_shipped_model(tmp_path, capsys, monkeypatch):
    mill = Path(__file__).parents[2] / "examples" / "mill.txt"
    monkeypatch.setattr(
        sys,
        "argv",
        ["sayso", "run", str(mill), "--out", str(tmp_path / "out"), "--workers", "1", "--quiet", "--store", str(tmp_path / "s.db")],
    )
    monkeypatch.setattr(sys, "stdout", out := io.StringIO())
    with pytest.raises(SystemExit) as left:
        main()
    assert not left.value.code
    summary = json.loads(out.getvalue())
    assert summary["documents"] == 1
    assert summary["statements"] > 5
    found = asked(tmp_path / "out", "select speaker, text from '@statements/*.parquet' where contains(text, 'as good as settled')")
    assert found
    assert (tmp_path / "s.db").exists()
