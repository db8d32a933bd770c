"""Sketches of the last statements stand in a table of their own, and a person's page is counted in an index alone."""

from alembic import op

revision = "0003"
down_revision = "0002"
_END = {"sqlite": " STRICT, WITHOUT ROWID", "postgresql": ""}


def upgrade() -> None:
    """Make the table, and the index anew."""
    connection = op.get_bind()
    connection.exec_driver_sql(
        "CREATE TABLE recent_sketches (hash BIGINT NOT NULL, statement INTEGER NOT NULL REFERENCES statements (id),"
        " PRIMARY KEY (hash, statement))".replace("BIGINT", "INTEGER" if connection.dialect.name == "sqlite" else "BIGINT")
        + _END[connection.dialect.name]
    )
    connection.exec_driver_sql("DROP INDEX statements_person")
    connection.exec_driver_sql("CREATE INDEX statements_person ON statements (person, published, act, current)")
