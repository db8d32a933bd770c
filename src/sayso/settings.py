"""Where things are wired together: which model is loaded, and the pipeline made of it.

In:  the environment (`SAYSO_MODEL`: a folder with a model of your own).
Out: `pipeline()`, ready to read; `model_folder()`.
Not here: any stage's work.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from sayso.pipeline import Pipeline
from sayso.reader import READ_ROLES, Reader
from sayso.reader.tagger import load
from sayso.schema import Origin

SHIPPED = Path(__file__).parent / "models" / "reader-en"


def model_folder() -> Path:
    """The folder of the model that is used: `SAYSO_MODEL` where it is set, else the one that ships."""
    return Path(os.environ["SAYSO_MODEL"]) if os.environ.get("SAYSO_MODEL") else SHIPPED


def pipeline() -> Pipeline:
    """The pipeline with the model of these settings, loaded once.

    Raises:
        ModelError: the model is missing, altered or does not fit.
    """
    return _pipeline(model_folder())


@lru_cache(maxsize=2)
def _pipeline(folder: Path) -> Pipeline:
    tagger = load(folder)
    settings = hashlib.sha256(repr(READ_ROLES).encode()).hexdigest()
    return Pipeline(
        reader=Reader(tagger),
        origin=Origin(
            stage="read", version=version("sayso"), model_digest=f"{tagger.name} sha256:{tagger.digest}", settings_digest=settings
        ),
    )
