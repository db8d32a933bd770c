"""The ledger and its current view."""

from alembic import op

from sayso.stores.tables import FULL_TEXT, REFUSALS, metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    connection = op.get_bind()
    metadata.create_all(connection)
    for line in (*FULL_TEXT[connection.dialect.name], *REFUSALS[connection.dialect.name]):
        connection.exec_driver_sql(line)
