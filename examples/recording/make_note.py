"""Makes note.ogg: a voice note of ours, said by espeak-ng (apt-get install espeak-ng), as small as a phone would send it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from sayso.ingest.sound import Sound, samples_of
from sayso.recordings import clip_of

SAID = (
    "Good morning, this is a message for the paper. Nobody asked us before they closed the bridge. "
    "We never signed the contract, and I have not seen the letter from the council. "
    "The old ferry is too small for the school bus. That is all I can say today."
)

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "note.wav"
        subprocess.run(["espeak-ng", "-v", "en-us", "-s", "145", "-w", str(wav), SAID], check=True)
        samples = samples_of(Sound(wav))
    note = Path(__file__).with_name("note.ogg")
    note.write_bytes(clip_of(samples, 0, len(samples) // 16))
    print(f"{note.name}: {len(samples) / 16_000:.1f} seconds, {note.stat().st_size:,} bytes")
