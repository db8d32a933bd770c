"""Quotations against sound: are they found, are true ones confirmed, is an altered one ever called verbatim.

In:  the shared speech clips (real voices with exact words); voices that espeak-ng and flite make of sentences of ours.
Out: {figure: value}, with n in its name; beside each zero the 95 % bound that so many tries allow.
Not here: the desk; transcribers that need a model of the user's.

The clips are few and read aloud: the figures say what the check does on speech like it, and no more.  The two sets are kept apart.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.quality import Figures, digest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

EVERY = 4  # of all sub-quotations of five or more words, which is looked at
EVERY_MADE = 8
MOST = 16  # of one clip: two clips of 22 words have more of them than the other ten together
EVERY_NOISY = 10
CONDITIONS: dict[str, tuple[float | None, str | None]] = {
    "20 dB": (20.0, None),
    "10 dB": (10.0, None),
    "opus 16 kbit/s": (None, "opus"),
    "8 kHz telephone": (None, "telephone"),
}
# The clips "looked at" are those whose words the numbers of checker/listening.py were last set on, with made voices of other
# sentences than those below; in "held out" nothing was looked at but the figures.
BACKENDS = ("pocketsphinx", "moonshine")
PARTS = ("real, looked at", "real, held out", "made voices", *CONDITIONS)
CLOSE_MS = 300
GAP = 8_000  # samples of silence between clips joined to one recording
GOOD = ("verbatim", "cleaned", "abridged")
# Words of one part of speech each, to take the place of one another.
KINDS = tuple(
    frozenset(words.split())
    for words in (
        "child dog level air stripe middle sunday part week joy coat leisure power woman country man americans harbour letter winter bridge"
        " doctor garden window teacher money river engine summer",
        "hurt mend consider married made ask do go runs living carry paint open answer follow wanted finished moved stopped written",
        "small high pure thin best young ill cold selfish amiable respectable fellow hearted disposed heavy narrow bright foreign quiet"
        " simple honest early",
        "almost prudently much rather even still more then down before out never quickly nearly gladly always seldom",
        "john dashwood mister peter holloway doctor",
    )
)
OURS = (
    "the council never signed the contract for the new harbour bridge",
    "we paid the doctor forty pounds and heard nothing after that",
    "nobody told the teachers that the school would close in summer",
    "i have not seen the letter and i did not write it",
    "the engine stopped twice before we reached the northern river",
    "she asked the minister a simple question about the money",
)
VOICES = (("espeak-ng", "en-us"), ("espeak-ng", "en-gb"), ("flite", "slt"), ("flite", "rms"), ("flite", "awb"))


@dataclass(frozen=True)
class Clip:
    """A recording of known words, and when each begins where that is known."""

    name: str
    samples: Samples
    words: tuple[str, ...]
    starts: tuple[int, ...] = ()


def speech(shared: Path, work: Path) -> tuple[str, Figures]:
    """All figures but those of the hour of sound."""
    folder = shared / "data/speech"
    figures: Figures = {}
    for backend in BACKENDS:
        for name in PARTS:
            begun = time.monotonic()
            figures |= part(name, folder, work, backend)
            print(f"speech: {backend}, {name} took {time.monotonic() - begun:.0f} s", flush=True)
    return _digest(folder), figures


def speech_hour(shared: Path, work: Path) -> tuple[str, Figures]:
    """Memory and speed over an hour of sound; a quarter of an hour or so."""
    folder = shared / "data/speech"
    return _digest(folder), cost(list(real(folder)))


def _digest(folder: Path) -> str:
    return digest([folder / "manifest.json", *sorted(folder.rglob("*.wav")), *sorted(folder.rglob("*.flac"))])


def part(name: str, folder: Path, work: Path, backend: str) -> Figures:
    """The figures of one part of the whole; what the sound answered is kept, so that a part begun goes on."""
    told = f"{backend}, {name}"
    if name in CONDITIONS:
        hits, n = _found(list(real(folder)), *CONDITIONS[name], backend)
        return {f"{backend}, located, {name} (n {n}), %": _share(hits, n)}
    if name == "made voices":
        return _told(told, [_judged(one, EVERY_MADE, backend) for one in voices(work)])
    every = sorted(real(folder), key=lambda one: one.name)
    of = {"real, looked at": every[::2], "real, held out": every[1::2]}[name]
    return _told(told, [_judged(one, EVERY, backend) for one in of])


def _told(set_name: str, rows: Sequence[list[tuple[str, str, bool]]]) -> Figures:
    """The figures of one set of clips: rows are (kind of quotation, outcome, whether it was found in time)."""
    flat = [row for clip in rows for row in clip]
    count = Counter((kind, outcome) for kind, outcome, _ in flat)
    out: Figures = {}

    def of(kind: str, *outcomes: str) -> int:
        return sum(number for (one, outcome), number in count.items() if one == kind and (not outcomes or outcome in outcomes))

    n = of("true")
    out[f"{set_name}: located, sub-quotations of 5 words and more (n {n}), %"] = _share(
        sum(hit for kind, _, hit in flat if kind == "true"), n
    )
    out[f"{set_name}: true confirmed (n {n}), %"] = _share(of("true", *GOOD), n)
    out[f"at most: {set_name}: true called altered (n {n}), %"] = _share(of("true", "altered"), n)
    out[f"at most: {set_name}: true called absent (n {n}), %"] = _share(of("true", "absent"), n)
    for kind in ("word replaced", "negation added", "negation dropped", "word like it", "word dropped"):
        n = of(kind)
        if n:
            wrong = of(kind, *GOOD)
            out[f"at most: {set_name}: {kind}, called verbatim (n {n})"] = float(wrong)
            out[f"at most: {set_name}: {kind}, called verbatim, 95 % bound, %"] = round(100 * bound(wrong, n), 1)
            out[f"{set_name}: {kind}, flagged as altered (n {n}), %"] = _share(of(kind, "altered"), n)
    return out


def bound(wrong: int, n: int) -> float:
    """The one-sided exact 95 % upper bound of a rate of which `wrong` of `n` were seen (Clopper and Pearson)."""
    from math import comb

    low, high = wrong / n, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        seen = sum(comb(n, k) * middle**k * (1 - middle) ** (n - k) for k in range(wrong + 1))
        low, high = (middle, high) if seen > 0.05 else (low, middle)
    return high


def real(folder: Path) -> Iterator[Clip]:
    """The shared clips."""
    from sayso.ingest.sound import Sound, samples_of

    for row in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        starts: tuple[int, ...] = ()
        if "word_times" in row:
            timed = json.loads((folder / row["word_times"]).read_text(encoding="utf-8"))["w"]
            starts = tuple(round(1000 * one["b"]) for one in timed if one["t"][0] not in "<[")
        yield Clip(row["audio"], samples_of(Sound(folder / row["audio"])), tuple(row["text"].split()), starts)


def voices(work: Path) -> Iterator[Clip]:
    """Our sentences in made voices; none where no synthesiser is at hand."""
    from sayso.ingest.sound import Sound, samples_of

    for program, voice in VOICES:
        if shutil.which(program) is None:
            print(f"speech: {program} is not here, so its voices are left out")
            continue
        for number, text in enumerate(OURS):
            file = work / f"{program}-{voice}-{number}.wav"
            command = (
                [program, "-v", voice, "-s", "150", "-w", str(file), text]
                if program == "espeak-ng"
                else [program, "-voice", voice, "-t", text, "-o", str(file)]
            )
            subprocess.run(command, check=True, capture_output=True)
            yield Clip(file.name, samples_of(Sound(file)), tuple(text.split()))


@cache
def _transcriber(backend: str) -> Any:
    from sayso.transcribers import TRANSCRIBERS

    return TRANSCRIBERS[backend](None)


class Kept:
    """A probe whose answers are kept, so that what follows from them can be measured again without asking the sound again.

    They are kept under a digest of the code that asks (sayso.transcribers) and of the samples.
    """

    def __init__(self, probe: Any, samples: Samples, backend: str) -> None:
        self._probe, self._of, self._by = probe, sha256(samples.tobytes()).hexdigest(), backend
        self.name, self.apart, self.length, self.knows, self.find = probe.name, probe.apart, probe.length, probe.knows, probe.find

    def again(self, start_ms: int, end_ms: int) -> Any:
        """As the probe does."""
        asked = json.dumps(["again", self._by, self._of, start_ms, end_ms])
        found = _kept(asked, lambda: self._probe.again(start_ms, end_ms))
        return tuple(tuple((text, start, end) for text, start, end in one) for one in found)

    def hear(self, words: Sequence[str], start_ms: int, end_ms: int, *, free: bool = True) -> Any:
        """As the probe does."""
        from sayso.schema import Fit, Hearing

        asked = json.dumps([self._of, list(words), start_ms, end_ms, free])
        found = _kept(asked, lambda: self._probe.hear(words, start_ms, end_ms, free=free))
        if found is None:
            return None
        fits, start, end, score, added = found
        return Hearing(tuple(Fit(*one) for one in fits), start, end, score, tuple(added))


@cache
def _store() -> sqlite3.Connection:
    """Where answers are kept: a file of the user's, in the system's folder for such."""
    import sayso.transcribers

    code = sha256()
    for file in sorted(Path(str(sayso.transcribers.__file__)).parent.glob("*.py")):
        code.update(file.read_bytes())
    store = sqlite3.connect(Path(tempfile.gettempdir()) / f"sayso-bench-speech-{os.getuid()}-{code.hexdigest()[:16]}.sqlite", timeout=60)
    store.execute("create table if not exists kept (asked text primary key, answer text)")
    return store


def _kept(asked: str, answer: Callable[[], Any]) -> Any:
    row = _store().execute("select answer from kept where asked = ?", (asked,)).fetchone()
    if row is None:
        row = (json.dumps(answer()),)
        with _store():
            _store().execute("insert or replace into kept values (?, ?)", (asked, row[0]))
    return json.loads(row[0])


def recording(samples: Samples, name: str, backend: str) -> Any:
    """A recording as the check gets it."""
    from sayso.checker.listening import Recording
    from sayso.transcribers import Word
    from sayso.transcribers.document import document_of, origin_of
    from sayso.transcribers.keeping import heard
    from sayso.transcribers.probe import SphinxProbe

    who = _transcriber(backend)
    found = _kept(f"words {backend} {sha256(samples.tobytes()).hexdigest()}", lambda: heard([samples], who))
    words = tuple(Word(*one) for one in found)
    document = document_of(words, id="doc-" + "0" * 20, name=name, digest="0" * 64, origin=origin_of(who, "bench"))
    return Recording(document, name, Kept(SphinxProbe(lambda: samples, words, who), samples, backend))


def _judged(clip: Clip, every: int, backend: str) -> list[tuple[str, str, bool]]:
    from sayso.checker import Quoted
    from sayso.checker.lexicon import is_content
    from sayso.checker.listening import listened
    from sayso.transcribers.ear import rivals

    rng = random.Random(clip.name)
    words, heard_in = list(clip.words), recording(clip.samples, clip.name, backend)
    out: list[tuple[str, str, bool]] = []

    def verdict(kind: str, quote: Sequence[str], first: int = -1) -> None:
        found = listened(Quoted.of(" ".join(quote)), heard_in)
        start = found.alignment.start_ms if found.alignment is not None else None
        hit = start is not None and (not clip.starts or first < 0 or abs(start - clip.starts[first]) <= CLOSE_MS)
        out.append((kind, found.outcome, hit))
        if os.environ.get("SAYSO_BENCH_TELL"):
            print(json.dumps([clip.name, kind, found.outcome, hit, " ".join(quote), found.reason]), flush=True)

    subs = [(i, j) for i in range(len(words)) for j in range(i + 5, len(words) + 1)]
    drawn = subs[rng.randrange(min(every, len(subs))) :: every]
    for i, j in sorted(rng.sample(drawn, MOST)) if len(drawn) > MOST else drawn:
        verdict("true", words[i:j], i)
    content = [at for at, word in enumerate(words) if is_content(word)]
    for at in content:
        low, high = max(0, at - 4), at + 5
        kind = next((one for one in KINDS if words[at] in one), KINDS[0])
        other = rng.choice(sorted(kind - {words[at]} - set(words)))
        verdict("word replaced", [*words[low:at], other, *words[at + 1 : high]])
        near = rivals(words[at])
        if near:
            verdict("word like it", [*words[low:at], near[0], *words[at + 1 : high]])
        if low < at < len(words) - 1:
            verdict("word dropped", [*words[low:at], *words[at + 1 : high]])
    for at in rng.sample(range(1, len(words) - 1), 2):
        verdict("negation added", [*words[max(0, at - 4) : at], "not", *words[at : at + 5]])
    for at, word in enumerate(words):
        if word in ("not", "never", "nobody", "nothing") and 0 < at < len(words) - 1:  # at an edge what is left was said so
            verdict("negation dropped", [*words[max(0, at - 5) : at], *words[at + 1 : at + 6]])
    return out


def _found(clips: Sequence[Clip], noise: float | None, codec: str | None, backend: str) -> tuple[int, int]:
    """How many sub-quotations are found in all clips joined, with noise or through a codec; and of how many."""
    from sayso.checker import Quoted
    from sayso.checker.listening import listened

    joined, places = together(clips)
    samples = coded(joined, codec) if codec else noisy(joined, noise) if noise is not None else joined
    heard_in = recording(samples, "joined", backend)
    hits = n = 0
    for clip, start in zip(clips, places, strict=True):
        words = clip.words
        subs = [(i, j) for i in range(len(words)) for j in range(i + 5, len(words) + 1)]
        for i, j in subs[::EVERY_NOISY]:
            found = listened(Quoted.of(" ".join(words[i:j])), heard_in)
            passage = found.alignment
            n += 1
            if passage is None or passage.start_ms is None:
                continue
            if clip.starts:
                hits += abs(passage.start_ms - start - clip.starts[i]) <= CLOSE_MS
            else:
                hits += start - CLOSE_MS <= passage.start_ms <= start + len(clip.samples) // 16
    return hits, n


def together(clips: Sequence[Clip]) -> tuple[Samples, list[int]]:
    """All clips in one recording, half a second between, and when each begins, in milliseconds."""
    import numpy as np

    parts, places, at = [], [], 0
    for clip in clips:
        places.append(at // 16)
        parts += [clip.samples, np.zeros(GAP, np.int16)]
        at += len(clip.samples) + GAP
    return np.concatenate(parts), places


def noisy(samples: Samples, decibels: float) -> Samples:
    """With white noise so many decibels below the speech."""
    import numpy as np

    loud = samples.astype(np.float64)
    power = float((loud[np.abs(loud) > 0] ** 2).mean()) / 10 ** (decibels / 10)
    return np.clip(loud + np.random.default_rng(0).normal(0, power**0.5, len(loud)), -32768, 32767).astype(np.int16)


def coded(samples: Samples, codec: str) -> Samples:
    """Through a voice note's or a telephone's codec and back."""
    import av

    from sayso.ingest.sound import Sound, samples_of

    out = io.BytesIO()
    opus = codec == "opus"
    with av.open(out, "w", format="ogg" if opus else "wav") as container:
        stream = container.add_stream("libopus" if opus else "pcm_mulaw", rate=48_000 if opus else 8_000)
        stream.layout = "mono"
        if opus:
            stream.bit_rate = 16_000
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000 if opus else 8_000)
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.sample_rate = 16_000
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return samples_of(Sound(out.getvalue(), codec))


_HOUR = """
import resource, sys, time
from pathlib import Path
from sayso.settings import transcriber, transcript
begun = time.process_time()
found = transcript(Path(sys.argv[1]), transcriber(sys.argv[2]))
kilobytes = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print((time.process_time() - begun) * 1000 / found.facts.duration_ms, own / 1000, found.facts.duration_ms)
"""
HOUR_MINUTES = 60


def cost(clips: Sequence[Clip], minutes: int = HOUR_MINUTES) -> Figures:
    """Memory and speed of each transcriber over an hour of the clips, said again and again."""
    import wave

    joined, _ = together(clips)
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hour.wav"
        with wave.open(str(file), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(16_000)
            for _ in range(minutes * 60 * 16_000 // len(joined) + 1):
                out.writeframes(joined.tobytes())
        for backend in BACKENDS:
            done = subprocess.run([sys.executable, "-c", _HOUR, str(file), backend], check=True, capture_output=True, text=True)
            speed, memory, _ = map(float, done.stdout.split())
            figures[f"at most: {backend}, {minutes} minutes of sound, memory of both processes, MB"] = round(memory, 0)
            figures[f"at most: {backend}, {minutes} minutes of sound, times real time on one core"] = round(speed, 2)
    return figures


def _share(part: float, of: int) -> float:
    return round(100 * part / max(1, of), 1)


def main() -> None:
    """One part, told as it is found: the whole takes a quarter of an hour."""
    parser = argparse.ArgumentParser(prog="python -m bench.speech", description=main.__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder with data/")
    parser.add_argument("--part", choices=PARTS, required=True)
    parser.add_argument("--backend", choices=BACKENDS, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for figure, value in part(options.part, options.shared / "data/speech", Path(folder), options.backend).items():
            print(f"{figure:80} {value:>9}")


if __name__ == "__main__":
    main()
