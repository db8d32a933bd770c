"""The same run with its input and its output in an object store: a local server that speaks S3."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest

from sayso import scale
from sayso.errors import SettingsError
from sayso.scale.places import Place, files_at, opened, shown

SERVER = "import sys, moto.server; moto.server.main(['-H', '127.0.0.1', '-p', sys.argv[1]])"


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    patch = pytest.MonkeyPatch()
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ):
        patch.setenv(name, value)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as tried:
                tried.settimeout(0.2)
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
        made = urllib.request.Request(f"http://127.0.0.1:{port}/archive", method="PUT")
        urllib.request.urlopen(made, timeout=30).close()
        yield
    finally:
        patch.undo()
        server.kill()
        server.wait()


def test_a_run_from_s3_to_s3_gives_the_same(s3, archive, tmp_path):
    given = Place("s3://archive/in")
    for name in ("table-0.jsonl", "table-1.jsonl"):
        given.write(name, (archive / name).read_bytes())
    summary = scale.run(["s3://archive/in"], "s3://archive/out", maker="scale_fake:made", workers=2)
    assert summary["records"] == 602
    assert scale.run(["s3://archive/in"], "s3://archive/out", maker="nowhere:nothing") == summary
    here = scale.run([archive / "table-0.jsonl", archive / "table-1.jsonl"], tmp_path / "out", maker="scale_fake:made", workers=2)
    assert here == summary
    place = Place("s3://archive/out")
    there = place.read("statements/part-000000.parquet")
    assert there is not None
    assert place.names("state/jobs") == []
    assert len(list(scale.readings_in("s3://archive/out"))) == len(list(scale.readings_in(tmp_path / "out")))


def test_a_place_of_fsspec(tmp_path):
    place = Place("memory://folder")
    place.write("a/b", b"words")
    assert place.read("a/b") == b"words"
    assert place.names("a") == ["b"]
    place.remove("a/b")
    assert place.read("a/b") is None
    with pytest.raises(SettingsError, match="nothing here can reach"):
        Place("nowhere://folder?key=secret")


def test_an_address_is_shown_without_its_keys():
    assert shown("s3://bucket/in?access_key=x") == "s3://bucket/in"
    assert shown("what?.txt") == "what?.txt"


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    place = Place(str(tmp_path))
    place.write("a/one", b"first")
    (tmp_path / "a" / ".two.1.unfinished").write_bytes(b"half")
    assert place.names("a") == ["one"]
    place.tidy("a")
    assert [one.name for one in (tmp_path / "a").iterdir()] == ["one"]
    (file,) = files_at(str(tmp_path))
    with opened(file.locator) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == hashlib.sha256(b"first").hexdigest()
