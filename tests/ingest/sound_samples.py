"""Recordings of a tone in every container that is read, made by PyAV."""

from __future__ import annotations

import io
import wave

import numpy as np

RATE = 16_000
KINDS = {  # name -> (container, codec, rate)
    "note.opus": ("ogg", "libopus", 48_000),
    "note.m4a": ("mp4", "aac", 44_100),
    "note.mp3": ("mp3", "libmp3lame", 44_100),
    "note.flac": ("flac", "flac", 44_100),
    "note.webm": ("webm", "libopus", 48_000),
    "note.aac": ("adts", "aac", 44_100),
}


def tone(seconds: float, rate: int = RATE) -> np.ndarray:
    at = np.arange(int(seconds * rate)) / rate
    return (8000 * np.sin(2 * np.pi * 220 * at)).astype(np.int16)


def wav(samples: np.ndarray, rate: int = RATE, channels: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(samples, channels).tobytes())
    return out.getvalue()


def encoded(samples: np.ndarray, name: str, **metadata: str) -> bytes:
    import av

    container_name, codec, rate = KINDS[name]
    out = io.BytesIO()
    with av.open(out, "w", format=container_name) as container:
        container.metadata.update(metadata)
        stream = container.add_stream(codec, rate=rate)
        stream.layout = "mono"
        resampler = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=rate, frame_size=stream.codec_context.frame_size or None
        )
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.sample_rate = RATE
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return out.getvalue()
