"""Sketches of the last statements stand in a table of their own, so that one that is written fills no page of the large one."""

from alembic import op

revision = "0003"
down_revision = "0002"
_END = {"sqlite": " STRICT, WITHOUT ROWID", "postgresql": ""}


def upgrade() -> None:
    """Make the table."""
    connection = op.get_bind()
    connection.exec_driver_sql(
        "CREATE TABLE recent_sketches (hash BIGINT NOT NULL, statement INTEGER NOT NULL REFERENCES statements (id),"
        " PRIMARY KEY (hash, statement))".replace("BIGINT", "INTEGER" if connection.dialect.name == "sqlite" else "BIGINT")
        + _END[connection.dialect.name]
    )
