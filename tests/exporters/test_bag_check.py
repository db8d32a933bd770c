"""A bag that was touched is found out, also where the hashes were made to fit."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import InputError
from sayso.exporters import EXPORTERS
from sayso.exporters.bag_check import checked


@pytest.fixture
def bag(holdings, tmp_path) -> Path:
    folder = tmp_path / "bag"
    folder.mkdir()
    EXPORTERS["bag"].write(holdings, folder)
    return folder


def sealed_again(bag: Path) -> None:
    """The manifests made to fit, as a forger would."""

    def manifest(name: str, paths: list[Path]) -> None:
        rows = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(bag).as_posix()}\n" for path in sorted(paths)]
        (bag / name).write_text("".join(rows), encoding="utf-8")

    files = [path for path in (bag / "data").rglob("*") if path.is_file()]
    info = bag / "bag-info.txt"
    rows = [line for line in info.read_text(encoding="utf-8").splitlines() if not line.startswith("Payload-Oxum")]
    info.write_text("\n".join([*rows, f"Payload-Oxum: {sum(path.stat().st_size for path in files)}.{len(files)}"]) + "\n", encoding="utf-8")
    manifest("manifest-sha256.txt", files)
    manifest("tagmanifest-sha256.txt", [bag / name for name in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")])


def changed(bag: Path, name: str, change: Callable[[list[dict[str, Any]]], object]) -> None:
    path = bag / "data" / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(rows)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def quoted(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in rows if row["text"] == "“Nothing,”")


def test_a_folder_that_is_no_bag_is_an_error(tmp_path):
    with pytest.raises(InputError, match="is no bag"):
        checked(tmp_path)


def test_resealing_alone_changes_nothing(bag):
    sealed_again(bag)
    assert checked(bag).whole


def test_every_flipped_byte_is_found(bag):
    for path in sorted(path for path in bag.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for at in {0, len(data) // 2, len(data) - 1} if data else set():
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            if (bag / "bagit.txt").exists():
                assert not checked(bag).whole, (path, at)
        path.write_bytes(data)
    assert checked(bag).whole


def line_added(name: str, line: str) -> Callable[[Path], object]:
    return lambda bag: (bag / name).write_text((bag / name).read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


ZERO = "0" * 64


@pytest.mark.parametrize(
    ("touch", "says"),
    [
        (lambda bag: (bag / "data/verdicts.jsonl").unlink(), "data/verdicts.jsonl is missing"),
        (lambda bag: (bag / "data/more.txt").write_text("x"), "data/more.txt is in no manifest"),
        (lambda bag: (bag / "more.txt").write_text("x"), "more.txt is in no manifest"),
        (lambda bag: (bag / "manifest-sha256.txt").unlink(), "manifest-sha256.txt is missing"),
        (lambda bag: (bag / "tagmanifest-sha256.txt").unlink(), "tagmanifest-sha256.txt is missing"),
        (lambda bag: (bag / "data/passwd").symlink_to("/etc/passwd"), "data/passwd is a link"),
        (lambda bag: (bag / "data/all").symlink_to(bag.parent), "data/all is a link"),
        (lambda bag: os.mkfifo(bag / "data/pipe"), "data/pipe is no file"),
        (line_added("manifest-sha256.txt", f"{ZERO}  data/../../secret"), "leads out of the bag"),
        (line_added("manifest-sha256.txt", f"{ZERO}  /etc/passwd"), "leads out of the bag"),
        (line_added("manifest-sha256.txt", f"{ZERO}  ~/x"), "leads out of the bag"),
        (line_added("manifest-sha256.txt", f"{ZERO}  data\\..\\x"), "leads out of the bag"),
        (line_added("manifest-sha256.txt", f"{ZERO}  C:/x"), "leads out of the bag"),
        (line_added("manifest-sha256.txt", f"{ZERO}  bagit.txt"), "which is not under data/"),
        (line_added("manifest-sha256.txt", f"{ZERO}  data/report.html"), "lists data/report.html again"),
        (line_added("manifest-sha256.txt", "hello"), "is no hash and path"),
        (lambda bag: (bag / "bagit.txt").write_text("BagIt-Version: 0.97\n"), "another version"),
    ],
)  # fmt: skip
def test_what_is_no_whole_bag_is_found(bag, touch, says):
    touch(bag)
    found = checked(bag)
    assert any(says in fault for fault in found.faults), found.faults
    assert found.statements == 0  # what a damaged bag says is not read


def set_to(**values: Any) -> Callable[[list[dict[str, Any]]], object]:
    return lambda rows: quoted(rows).update(values)


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("statements", set_to(text="“Nothing at all,”"), "its text is not what stands in the document"),
        ("statements", set_to(content_spans=[[1, 10]]), "its text is not what stands in the document"),
        ("statements", set_to(content_spans=[[0, 10**9]]), "no slice of the document"),
        ("statements", set_to(content_spans=[[-10, -1]]), "no slice of the document"),
        ("statements", set_to(content_spans=[[9, 0]]), "no slice of the document"),
        ("statements", set_to(content_spans=[[False, True]]), "no slice of the document"),
        ("statements", set_to(content_spans="all"), "no slice of the document"),
        ("statements", set_to(source="Ana Cho"), "its source is not what stands in the document"),
        ("statements", set_to(document_id="doc-0"), "its document doc-0 is not in the bag"),
        ("statements", set_to(entry_id="en-0"), "the ledger's entry en-0 is not in the bag"),
        ("statements", lambda rows: rows.append(rows[0]), "is there twice"),
        ("documents", lambda rows: rows[0].update(file="../../../etc/passwd"), "there is no file"),
        ("documents", lambda rows: rows.clear(), "is not in the bag"),
        ("verdicts", lambda rows: rows[0].update(statement="st-0"), "its statement st-0 is not in the bag"),
        ("entries", lambda rows: rows[0].update(by="somebody else"), "not what it was when it was written"),
        ("entries", lambda rows: rows[0].update(id="en-0"), "not what it was when it was written"),
        ("entries", lambda rows: rows[0].update(salt="zz"), "no entry of a ledger"),
        ("entries", lambda rows: rows[0].pop("by"), "no entry of a ledger"),
    ],
)  # fmt: skip
def test_a_forger_who_makes_the_hashes_fit_is_found_out(bag, name, change, says):
    changed(bag, name, change)
    sealed_again(bag)
    found = checked(bag)
    assert any(says in fault for fault in found.faults), found.faults


def test_a_changed_document_is_found_by_the_words_of_its_statements(bag):
    path = next(path for path in (bag / "data/documents").iterdir() if b"And this is no quotation" in path.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"Nothing", b"Everything"))
    sealed_again(bag)
    assert any("is not what stands in the document" in fault for fault in checked(bag).faults)


@pytest.mark.parametrize("line", ["[]", "{", "[" * 100_000, "null", '{"id": ' + "1" * 5000 + "}"])
def test_lines_that_are_no_objects_are_faults(bag, line):
    for name in ("documents", "entries", "statements", "verdicts"):
        (bag / f"data/{name}.jsonl").write_text(line + "\n", encoding="utf-8")
    sealed_again(bag)
    assert not checked(bag).whole


def test_a_bag_of_somebody_elses_is_checked_as_a_bag_only(bag):
    info = (bag / "bag-info.txt").read_text(encoding="utf-8").replace("Sayso-Bag: sayso-bag/1\n", "")
    (bag / "bag-info.txt").write_text(info, encoding="utf-8")
    sealed_again(bag)
    assert checked(bag).faults == ["this is a bag, but none of sayso's (sayso-bag/1): what it says was not checked"]
