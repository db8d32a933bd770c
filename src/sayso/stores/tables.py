"""The tables of a store: the ledger itself, written once, and the current view of it, kept so that it can be searched.

`entries` and `heads` are the ledger: triggers refuse to change or delete a row.  All others but `jobs` and `job_items`
follow from the entries (see ledger/view.py) and are rewritten as entries come.  Numbers stand for rows inside the store
(a statement's is the place of its first entry); outside it everything goes by its id, which is the `key` here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()
STRICT: dict[str, Any] = {"sqlite_strict": True}
PACKED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
_Big = BigInteger().with_variant(Integer(), "sqlite")

entries = Table(
    "entries", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("supersedes", Integer, ForeignKey("entries.seq")),
    Column("payload", Text),
    Column("by", Text, nullable=False),
    Column("why", Text),
    Column("at", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Index("entries_subject", "subject"),
    **STRICT,
)  # fmt: skip
heads = Table(  # one a transaction: the tree's size before it, its size and root after it, when
    "heads", metadata,
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("at", Text, nullable=False),
    Column("before", Integer, nullable=False, server_default="-1"),
    **STRICT,
)  # fmt: skip
documents = Table(
    "documents", metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("url", Text),
    Column("published", Text),
    Column("entry", Integer, ForeignKey("entries.seq"), nullable=False),
    Column("reading", Integer, ForeignKey("entries.seq")),
    Index("documents_outlet", "outlet"),
    **STRICT,
)  # fmt: skip
people = Table(
    "people", metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("known_as", Text, nullable=False),
    Column("merge", Integer, ForeignKey("entries.seq")),  # the judgement in force, a merge or a split
    Column("into", Integer, ForeignKey("people.id")),  # whoever it was merged into, in the end
    Index("people_known_as", "known_as"),
    **STRICT,
)  # fmt: skip
partings = Table(  # the documents in which somebody is another than the one of the same name
    "partings", metadata,
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("document", Integer, ForeignKey("documents.id"), primary_key=True),
    **PACKED,
)  # fmt: skip
statements = Table(
    "statements", metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, unique=True),
    Column("document", Integer, ForeignKey("documents.id"), nullable=False),
    Column("entry", Integer, ForeignKey("entries.seq"), nullable=False),
    Column("correction", Integer, ForeignKey("entries.seq")),
    Column("current", Integer, nullable=False),
    Column("person", Integer, ForeignKey("people.id")),
    Column("kind", Text, nullable=False),
    Column("act", Text),
    Column("published", Text),
    Column("canonical", Integer, ForeignKey("statements.id"), nullable=False),
    Index("statements_document", "document"),
    Index("statements_person", "person", "published", "act", "current"),  # all that a person's page counts
    Index("statements_act", "act", "published"),
    Index("statements_published", "published"),
    Index("statements_canonical", "canonical"),
    **STRICT,
)  # fmt: skip
said_of = Table(  # whom a statement is told to, came through or accuses
    "said_of", metadata,
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("statement", Integer, ForeignKey("statements.id"), primary_key=True),
    Column("part", Text, primary_key=True),
    Index("said_of_statement", "statement"),
    **PACKED,
)  # fmt: skip
sketches = Table(
    "sketches", metadata,
    Column("hash", _Big, primary_key=True, autoincrement=False),
    Column("statement", Integer, ForeignKey("statements.id"), primary_key=True),
    **PACKED,
)  # fmt: skip
recent_sketches = Table(  # the last ones of an SQLite store, until there are enough to be worth moving (printings.py)
    "recent_sketches", metadata,
    Column("hash", _Big, primary_key=True, autoincrement=False),
    Column("statement", Integer, ForeignKey("statements.id"), primary_key=True),
    **PACKED,
)  # fmt: skip
verdicts = Table(
    "verdicts", metadata,
    Column("statement", Integer, ForeignKey("statements.id"), primary_key=True),
    Column("evidence", Text, primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("entry", Integer, ForeignKey("entries.seq"), nullable=False),
    **PACKED,
)  # fmt: skip
failures = Table(
    "failures", metadata,
    Column("locator", Text, primary_key=True),
    Column("entry", Integer, ForeignKey("entries.seq"), nullable=False),
    **PACKED,
)  # fmt: skip
jobs = Table(  # work that the desk does in the background; no part of the ledger (jobs.py)
    "jobs", metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("at", Text, nullable=False),
    **STRICT,
)  # fmt: skip
job_items = Table(
    "job_items", metadata,
    Column("job", Integer, ForeignKey("jobs.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("data", LargeBinary),
    Column("document", Text),
    Column("kind", Text),
    Column("code", Text),
    Column("message", Text),
    Column("owner", Text),
    Column("lease", Integer),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("at", Text),
    Index("job_items_state", "state", "job", "number"),
    **PACKED,
)  # fmt: skip

WRITTEN_ONCE = ("entries", "heads")
WORKING_PAPERS = ("job_items", "jobs")  # no part of the ledger, and not proven with it

# What no table of SQLAlchemy's can say, for each kind of database: full text, and the refusal to rewrite the ledger.
FULL_TEXT = {
    "sqlite": ("CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize=\"unicode61 remove_diacritics 2\")",
               "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row)"),
    "postgresql": ("CREATE TABLE words (statement integer PRIMARY KEY REFERENCES statements, text tsvector NOT NULL)",
                   "CREATE INDEX words_text ON words USING gin (text)"),
}  # fmt: skip
REFUSALS = {
    "sqlite": tuple(
        f"CREATE TRIGGER {table}_{what.lower()} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'the ledger is written once'); END"
        for table in WRITTEN_ONCE
        for what in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the ledger is written once'; END $$",
        *(
            f"CREATE TRIGGER {table}_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION written_once()"
            for table in WRITTEN_ONCE
        ),
    ),
}
