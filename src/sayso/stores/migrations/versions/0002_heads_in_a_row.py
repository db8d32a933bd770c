"""Each head says how large the tree was before it, so that a head that was taken out is missed."""

from alembic import op

revision = "0002"
down_revision = "0001"
_REFUSED = ("CREATE TRIGGER heads_update BEFORE UPDATE ON heads BEGIN SELECT RAISE(ABORT, 'the ledger is written once'); END",)
_OPENED = {"sqlite": ("DROP TRIGGER heads_update",), "postgresql": ("ALTER TABLE heads DISABLE TRIGGER heads_written_once",)}
_CLOSED = {"sqlite": _REFUSED, "postgresql": ("ALTER TABLE heads ENABLE TRIGGER heads_written_once",)}


def upgrade() -> None:
    """Add the column, and fill it."""
    connection = op.get_bind()
    for line in (
        'ALTER TABLE heads ADD COLUMN "before" INTEGER NOT NULL DEFAULT -1',
        *_OPENED[connection.dialect.name],
        'UPDATE heads SET "before" = COALESCE((SELECT max(size) FROM heads AS earlier WHERE earlier.size < heads.size), 0)',
        *_CLOSED[connection.dialect.name],
    ):
        connection.exec_driver_sql(line)
