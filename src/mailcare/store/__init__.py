"""Tables, migrations, unit of work, claims; one repository per aggregate.

In and out: model values, never rows. Only here sqlalchemy and alembic.
"""
