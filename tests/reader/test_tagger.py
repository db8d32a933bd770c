"""The shipped bundle: loaded by its digests, refused when a byte differs, the same in any company."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from sayso.errors import ModelError
from sayso.reader.tagger import Tagger, load, sums_are_whole, verified
from sayso.settings import SHIPPED

TEXTS = (
    "“The mill is lost,” Ana Cho said on Monday.",
    "Bo denied it.\nHe had never met the miller, he told the Valley Echo.",
    " ".join(["The council met again, and the mayor said that nothing had been signed."] * 40),
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load(SHIPPED)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("place", [0, -1])
def test_one_altered_byte_is_refused(copy: Path, name: str, place: int) -> None:
    data = bytearray((copy / name).read_bytes())
    data[place] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(ModelError, match="sha256 differs"):
        load(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "model.onnx").unlink()
    with pytest.raises(ModelError, match=r"model\.onnx cannot be read"):
        load(copy)


@pytest.mark.parametrize("card", ["", "[]", "{}", '{"format": "sayso-reader/0", "files": {}}', "\0"])
def test_a_card_that_does_not_fit_is_refused(copy: Path, card: str) -> None:
    (copy / "card.json").write_text(card, encoding="utf-8")
    with pytest.raises(ModelError):
        verified(copy)


def put_model(folder: Path, model: bytes) -> None:
    """Write a model into a bundle as its card describes it."""
    (folder / "model.onnx").write_bytes(model)
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["files"]["model.onnx"] = hashlib.sha256(model).hexdigest()
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")


def varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def number(key: int, value: int) -> bytes:
    return varint(key << 3) + varint(value)


def message(key: int, value: bytes | str) -> bytes:
    value = value.encode() if isinstance(value, str) else value
    return varint(key << 3 | 2) + varint(len(value)) + value


def with_weights_in(location: str) -> bytes:
    """An ONNX model y = x + w whose w (four floats) lies in another file: protobuf by hand, field numbers as onnx.proto3 has them."""
    stored = [
        message(13, message(1, key) + message(2, value)) for key, value in (("location", location), ("offset", "0"), ("length", "16"))
    ]
    tensor = number(1, 4) + number(2, 1) + message(8, "w") + b"".join(stored) + number(14, 1)
    four_floats = message(2, message(1, number(1, 1) + message(2, message(1, number(1, 4)))))
    node = message(1, "x") + message(1, "w") + message(2, "y") + message(4, "Add")
    graph = message(1, node) + message(2, "g") + message(5, tensor)
    graph += message(11, message(1, "x") + four_floats) + message(12, message(1, "y") + four_floats)
    return number(1, 8) + message(7, graph) + message(8, message(1, "") + number(2, 17))


def test_a_model_that_keeps_weights_in_other_files_is_refused(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the file beside it, and in the working folder, where a runtime would find it."""
    (copy / "weights.bin").write_bytes(bytes(16))
    monkeypatch.chdir(copy)
    put_model(copy, with_weights_in("weights.bin"))
    with pytest.raises(ModelError, match="weights in other files"):
        load(copy)


def test_what_is_no_model_is_refused_in_a_sentence(copy: Path) -> None:
    put_model(copy, b"\x08\x08not a model")
    with pytest.raises(ModelError, match="does not load"):
        load(copy)


def test_the_bundle_is_small_and_its_card_says_what_people_ask(tagger: Tagger) -> None:
    assert (SHIPPED / "model.onnx").stat().st_size <= 25 * 2**20
    card = tagger.card
    assert card["licence"] == "Apache-2.0"
    assert {"name", "share", "licence"} <= set(card["data"][0])
    assert card["figures"] and card["base"]["sha256"]
    fp32, int8 = (card["figures"]["PolNeAR dev, exact F1"][form] for form in ("fp32", "int8"))
    for part in ("source", "cue", "content"):
        assert fp32[part] - int8[part] <= 0.5


def test_scores_have_a_row_a_word(tagger: Tagger) -> None:
    windows = [tagger.windows(text, _lines(text)) for text in (*TEXTS, "")]
    for w, s in zip(windows, tagger.scores(windows), strict=True):
        assert len(s.tags) == len(s.links) == len(s.mentions) == len(s.kinds) == len(w.words)


def test_eight_bit_sums_do_not_saturate_on_older_processors(tagger: Tagger) -> None:
    wanted = "0" if sums_are_whole() else "1"
    assert tagger.session.get_session_options().get_session_config_entry("session.x64quantprecision") == wanted


def test_a_text_reads_the_same_alone_and_in_company(tagger: Tagger) -> None:
    """A re-run adds nothing to a ledger only if the company does not matter, to the last bit."""
    windows = [tagger.windows(text, _lines(text)) for text in TEXTS]
    for one, found in zip(windows, tagger.scores(windows), strict=True):
        (alone,) = tagger.scores([one])
        for field in ("tags", "links", "mentions", "kinds"):
            assert np.array_equal(getattr(alone, field), getattr(found, field))


def _lines(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in text.split("\n"):
        if line:
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans
