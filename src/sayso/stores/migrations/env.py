"""Alembic's door: run the migrations in the transaction of whoever opened the store."""

from alembic import context

from sayso.stores.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
