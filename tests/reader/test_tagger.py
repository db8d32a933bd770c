"""The shipped bundle: loaded by its digests, refused when a byte differs, the same in any company."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from sayso.errors import ModelError
from sayso.reader.tagger import Tagger, load, verified
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


def test_a_model_that_keeps_weights_in_other_files_is_refused(copy: Path) -> None:
    """ONNX can point to files beside it (CVE-2022-25882 and after); a model given as bytes has nothing beside it."""
    onnx_like = b"\x08\x08not a model"
    import hashlib

    (copy / "model.onnx").write_bytes(onnx_like)
    card = json.loads((copy / "card.json").read_text(encoding="utf-8"))
    card["files"]["model.onnx"] = hashlib.sha256(onnx_like).hexdigest()
    (copy / "card.json").write_text(json.dumps(card), encoding="utf-8")
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
