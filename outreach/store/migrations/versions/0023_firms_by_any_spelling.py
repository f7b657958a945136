"""firms by any spelling: what `Flo Co` asks of us binds `Flo Company Ltd.` as well."""

import sqlalchemy as sa
from alembic import op

from outreach.domain.imports.names import organisation_key

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_AT_ONCE = 1_000
_ORGANISATION = sa.table("organisation", sa.column("id"), sa.column("name"), sa.column("alike"))


def upgrade() -> None:
    op.add_column("organisation", sa.Column("alike", sa.Text()))
    op.create_index("ix_organisation_alike", "organisation", ["alike"])
    conn = op.get_bind()
    fill = (
        sa.update(_ORGANISATION)
        .where(_ORGANISATION.c.id == sa.bindparam("this_id"))
        .values(alike=sa.bindparam("key"))
    )
    query = sa.select(_ORGANISATION.c.id, _ORGANISATION.c.name).order_by(_ORGANISATION.c.id)
    after = ""
    while some := conn.execute(query.where(_ORGANISATION.c.id > after).limit(_AT_ONCE)).all():
        after = some[-1].id
        conn.execute(fill, [{"this_id": one.id, "key": organisation_key(one.name)} for one in some])


def downgrade() -> None:
    op.drop_index("ix_organisation_alike", "organisation")
    op.drop_column("organisation", "alike")
