"""A Whisper model in CTranslate2's form with two layers and random weights: it hears nonsense, but is loaded and run as a real one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

WIDTH, HEADS, LAYERS, MELS = 32, 2, 2, 80
SPECIAL = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)


def vocabulary() -> list[str]:
    from tokenizers.pre_tokenizers import ByteLevel

    return [*sorted(ByteLevel.alphabet()), *SPECIAL, *(f"<|{number * 0.02:.2f}|>" for number in range(1501))]


def make(folder: Path) -> Path:
    """Writes the model; returns its folder."""
    from ctranslate2.specs import whisper_spec
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    words = vocabulary()
    rng = np.random.default_rng(3)

    def weights(*shape: int) -> np.ndarray:
        return rng.normal(0, 0.05, shape).astype(np.float32)

    def norm(spec) -> None:
        spec.gamma, spec.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def linear(spec, out: int, into: int) -> None:
        spec.weight, spec.bias = weights(out, into), np.zeros(out, np.float32)

    def attention(spec, *, own: bool) -> None:
        norm(spec.layer_norm)
        for one, wide in zip(spec.linear, (3, 1) if own else (1, 2, 1), strict=True):
            linear(one, wide * WIDTH, WIDTH)

    def feed_forward(spec) -> None:
        norm(spec.layer_norm)
        linear(spec.linear_0, 4 * WIDTH, WIDTH)
        linear(spec.linear_1, WIDTH, 4 * WIDTH)

    spec = whisper_spec.WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    for conv, into in ((spec.encoder.conv1, MELS), (spec.encoder.conv2, WIDTH)):
        conv.weight, conv.bias = weights(WIDTH, into, 3), np.zeros(WIDTH, np.float32)
    spec.encoder.position_encodings.encodings = weights(1500, WIDTH)
    norm(spec.encoder.layer_norm)
    for layer in spec.encoder.layer:
        attention(layer.self_attention, own=True)
        feed_forward(layer.ffn)
    spec.decoder.embeddings.weight = weights(len(words), WIDTH)
    spec.decoder.projection.weight = spec.decoder.embeddings.weight
    spec.decoder.position_encodings.encodings = weights(448, WIDTH)
    norm(spec.decoder.layer_norm)
    for layer in spec.decoder.layer:
        attention(layer.self_attention, own=True)
        attention(layer.attention, own=False)
        feed_forward(layer.ffn)
    spec.register_vocabulary(words)
    spec.config.alignment_heads = [(1, 0), (1, 1)]
    spec.config.lang_ids = []
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], [words.index("<|endoftext|>")]
    spec.validate()
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    tokenizer = Tokenizer(models.BPE(vocab={word: number for number, word in enumerate(words)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(word, special=True) for word in words[-1501 - len(SPECIAL) :]])
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "preprocessor_config.json").write_text(
        json.dumps({"feature_size": MELS, "sampling_rate": 16000, "hop_length": 160, "chunk_length": 30, "n_fft": 400})
    )
    return folder
