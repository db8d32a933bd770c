"""Sketches of the last statements stand in a table of their own, and a person's page is counted in an index alone."""

from alembic import op

revision = "0003"
down_revision = "0002"
_KINDS = {"sqlite": ("INTEGER", " STRICT, WITHOUT ROWID"), "postgresql": ("BIGINT", "")}


def upgrade() -> None:
    """Make the table, and the index anew."""
    connection = op.get_bind()
    number, end = _KINDS[connection.dialect.name]
    for line in (
        f"CREATE TABLE recent_sketches (hash {number} NOT NULL, statement INTEGER NOT NULL REFERENCES statements (id),"
        f" PRIMARY KEY (hash, statement)){end}",
        "DROP INDEX statements_person",
        "CREATE INDEX statements_person ON statements (person, published, act, current)",
    ):
        connection.exec_driver_sql(line)
