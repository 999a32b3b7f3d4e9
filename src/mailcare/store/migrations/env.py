"""Run by alembic: migrates over the connection that `schema.migrate` handed in."""

from alembic import context

from mailcare.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
