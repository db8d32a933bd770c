from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from sayso import cli, rows
from sayso.errors import ModelError

TEXT = "Ana Cho said: “We never sold it.” And [the actor]: “[/b] No.”\n"


@pytest.fixture
def run(fake_pipeline, monkeypatch, capsys, tmp_path):
    """Runs `sayso ARGUMENTS` in this process, in an empty folder: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def running(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return running


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_table_by_default(run, article):
    code, out, err = run("read", "article.txt")
    assert code == 0
    assert "⟦1 “We never sold it.”⟧ And [the actor]: ⟦2 “[/b] No.”⟧" in out
    assert "\x1b" not in out
    assert err == ""


def test_json_lines_fit_the_published_schema(run, article):
    code, out, _ = run("read", "--format", "jsonl", "article.txt", "article.txt")
    assert code == 0
    records = [json.loads(line) for line in out.splitlines()]
    assert len(records) == 2
    for record in records:
        jsonschema.Draft202012Validator(rows.ledger_schema()).validate(record)
    assert [row["text"] for row in records[0]["attributions"]] == ["“We never sold it.”", "“[/b] No.”"]


def test_a_dash_is_standard_input(run):
    code, out, _ = run("read", "-", "--format", "jsonl", stdin="“Olá,” he said.".encode())
    assert code == 0
    assert json.loads(out)["attributions"][0]["text"] == "“Olá,”"


def test_a_folder_means_all_in_it(run, tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "deep/c.txt"):
        (tmp_path / "in" / name).write_text(f"“{name},” he said.", encoding="utf-8")
    code, out, _ = run("read", "in", "--format", "jsonl")
    assert code == 0
    assert sorted(json.loads(line)["document"]["name"] for line in out.splitlines()) == ["a.txt", "b.txt", "c.txt"]


def test_a_failure_is_one_line_and_the_rest_goes_on(run, article):
    code, out, err = run("read", "missing.txt", "article.txt", "--format", "jsonl")
    assert code == 1
    assert [json.loads(line)["document"]["name"] for line in out.splitlines()] == ["article.txt"]
    assert re.fullmatch(r"sayso: missing\.txt .*\. .*\. \[unreadable\]\n", err)


def test_names_of_files_do_not_steer_the_terminal(run):
    code, _, err = run("read", "no\x1b]0;title\x07\u202e\nfile.txt")
    assert code == 1
    assert "no␛]0;title␇⟨U+202E⟩␊file.txt" in err
    assert err.count("\n") == 1


def test_nothing_to_read_is_something_to_look_at(run, tmp_path):
    (tmp_path / "empty").mkdir()
    code, out, err = run("read", "empty")
    assert (code, out) == (1, "")
    assert "nothing to read" in err


@pytest.mark.parametrize(
    "arguments", [["read"], ["read", "--format", "xml", "a"], ["read", "--wrong", "a"], ["nonsense"], ["read", "-o", ".", "article.txt"]]
)
def test_wrong_usage_is_2(run, article, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err


def test_a_bad_model_is_2_and_one_line(run, article, monkeypatch):
    def broken():
        raise ModelError("The model is altered. Reinstall sayso.", about="model")

    monkeypatch.setattr("sayso.settings.pipeline", broken)
    assert run("read", "article.txt") == (2, "", "sayso: The model is altered. Reinstall sayso. [model]\n")


def test_o_writes_the_file_and_nothing_to_stdout(run, article, tmp_path):
    code, out, err = run("read", "article.txt", "--format", "jsonl", "-o", "out.jsonl")
    assert (code, out, err) == (0, "", "")
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["schema"] == "sayso-ledger/1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["article.txt", "out.jsonl"]


def test_o_is_plain_text_even_where_colour_is_forced(run, article, tmp_path, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run("read", "article.txt", "-o", "out.txt")[0] == 0
    assert "\x1b" not in (tmp_path / "out.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("trouble", "code"),
    [(KeyboardInterrupt(), 130), (OSError(28, "No space left on device"), 2), (ModelError("Gone. Reinstall."), 2)],
)
def test_o_leaves_the_old_file_when_the_run_breaks_off(run, article, tmp_path, fake_pipeline, monkeypatch, trouble, code):
    def breaking(documents, **_):
        yield fake_pipeline.read(next(iter(documents)))
        raise trouble

    monkeypatch.setattr(fake_pipeline, "read_batch", breaking)
    (tmp_path / "out.jsonl").write_text("old", encoding="utf-8")
    left, _, err = run("read", "article.txt", "--format", "jsonl", "-o", "out.jsonl")
    assert left == code
    assert "Traceback" not in err
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["article.txt", "out.jsonl"]


def test_o_needs_a_folder_that_is_there(run, article):
    code, _, err = run("read", "article.txt", "-o", "nowhere/out.jsonl")
    assert code == 2
    assert "nowhere" in err
    assert "Traceback" not in err


def test_o_writes_through_a_link(run, article, tmp_path):
    (tmp_path / "real.jsonl").write_text("old", encoding="utf-8")
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "real.jsonl")
    assert run("read", "article.txt", "--format", "jsonl", "-o", "link.jsonl")[0] == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").read_text(encoding="utf-8").startswith("{")


@pytest.mark.parametrize(
    ("variables", "colour", "bold"),
    [({}, False, False), ({"FORCE_COLOR": "1"}, True, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, True)],
)
def test_colour_is_for_terminals_and_can_be_refused(run, article, monkeypatch, variables, colour, bold):
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    _, out, _ = run("read", "article.txt")
    assert bool(re.search("\x1b\\[[0-9;]*m", out)) == bold
    assert bool(re.search("\x1b\\[[0-9;]*[34][0-9]m", out)) <= colour


def test_progress_is_for_terminals(run, article, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _, _, err = run("read", "article.txt", "missing.txt", "--format", "jsonl")
    assert "reading ..." in err
    assert err.endswith("sayso: 2 documents: 1 read, 1 failed\n")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run("read", "article.txt", "--format", "jsonl", "--quiet")[2] == ""


def test_version(run):
    code, out, _ = run("--version")
    assert code == 0
    assert re.fullmatch(r"sayso \d+\.\d+\.\d+\n", out)


def test_models_names_the_model_its_digest_and_its_licence(run, monkeypatch):
    card = {"name": "reader-en", "version": "1.0.0", "licence": "Apache-2.0", "files": {"model.onnx": "ab" * 32}}
    monkeypatch.setattr("sayso.reader.tagger.verified", lambda folder: (card, {}))
    assert run("models")[1] == f"reader-en 1.0.0  sha256:{'ab' * 32}  Apache-2.0\n"


def test_a_closed_pipe_is_silent(tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import conftest, sayso.settings; "
        "sayso.settings.pipeline = conftest.FakePipeline; from sayso.cli import main; main()"
    )
    said = (f"“We sold house {n},” she said. The street has {n} more, and {n + 3} people live there now." for n in range(700))
    (tmp_path / "long.txt").write_text("\n\n".join(said), encoding="utf-8")  # more than a pipe holds
    for form in ("table", "jsonl"):
        command = [sys.executable, "-c", code, str(Path(__file__).parent), "read", str(tmp_path / "long.txt"), "--format", form]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
            process.wait()


def test_help_is_plain_and_says_the_exit_codes(run):
    code, out, _ = run("--help")
    assert code == 0
    assert "Exit codes: 0" in out


@pytest.mark.parametrize("command", [("check", "bytes.bin", "--evidence", "article.txt"), ("explain", "bytes.bin", "q1")])
def test_what_is_wrong_with_a_draft_has_its_code(run, article, tmp_path, command):
    (tmp_path / "bytes.bin").write_bytes(bytes(range(256)) * 3)
    code, _, err = run(*command)
    assert code != 0
    assert "[unknown-format]" in err
