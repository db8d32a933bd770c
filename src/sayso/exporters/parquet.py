"""Statements as a Parquet file, a row group at a time.

In:  Holdings.
Out: a table with one row a statement; lists are lists, spans are structs of `start` and `end`.
Not here: reading it back: every data tool does.

A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from sayso.exporters import Exporter, Holdings
from sayso.schema import Statement

ROWS = 10_000  # of a row group: some tens of megabytes in memory, and few enough groups to be read fast
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPANS = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
_SPECIAL: dict[str, Any] = {
    **dict.fromkeys(("source_spans", "cue_spans", "content_spans"), _SPANS),
    **dict.fromkeys(("addressees", "via", "targets", "hedges"), pa.list_(pa.string())),
    "negated": pa.bool_(),
    "score": pa.float64(),
    "speaker_score": pa.float64(),
}
SCHEMA = pa.schema([(name, _SPECIAL.get(name, pa.string())) for name in Statement.__dataclass_fields__])


def _row(one: Statement) -> dict[str, Any]:
    return {name: _value(getattr(one, name)) for name in SCHEMA.names}


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return [one._asdict() if hasattr(one, "_asdict") else _value(one) for one in value]
    return value


def _write(holdings: Holdings, stream: BinaryIO) -> int:
    number = 0
    with pq.ParquetWriter(stream, SCHEMA, compression="zstd") as writer:
        rows = map(_row, holdings.statements())
        while group := list(islice(rows, ROWS)):
            writer.write_table(pa.Table.from_pylist(group, schema=SCHEMA))
            number += len(group)
    return number


PARQUET = Exporter("statements as a table for data tools", _write)
