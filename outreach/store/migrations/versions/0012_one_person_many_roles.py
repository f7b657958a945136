"""names, relations, kinds of notes, organisations before their people; merging; sequences that rest."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import PLAIN, Moment

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _new_tables()
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as changed:
            for name, kind in columns.items():
                changed.add_column(sa.Column(name, kind()))
    for name, (table, indexed) in INDEXES.items():
        op.create_index(name, table, indexed)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as changed:
            for name in columns:
                changed.drop_column(name)
    for table in ('sequence_rest', 'relation', 'also_called'):
        op.drop_table(table)


def _moment() -> Moment:
    return Moment(timezone=True)


def _plain() -> sa.types.TypeEngine[Any]:
    return PLAIN


ADDED: dict[str, dict[str, Any]] = {
    'person': {'themselves': sa.Text, 'languages': _plain, 'merged_into': sa.Text},
    'organisation': {
        'kind': sa.Text,
        'source': sa.Text,
        'notes': sa.Text,
        'noted_by': sa.Text,
        'noted_at': _moment,
    },
    'point': {'through_id': sa.Text},
    'role': {'noted_by': sa.Text},
    'note': {
        'kind': sa.Text,
        'noted_at': _moment,
        'minutes': sa.Integer,
        'amount': sa.Integer,
        'currency': sa.Text,
        'statement_id': sa.Text,
        'organisation_id': sa.Text,
    },
    'sequence': {'options': _plain},
    'enrollment': {
        'paused_at': _moment,
        'paused_by': sa.Text,
        'paused_because': sa.Text,
        'paused_with': sa.Text,
    },
}
INDEXES: dict[str, tuple[str, list[str]]] = {
    'ix_also_called_person_id': ('also_called', ['person_id']),
    'ix_also_called_folded': ('also_called', ['folded']),
    'ix_relation_person_id': ('relation', ['person_id']),
    'ix_relation_other_id': ('relation', ['other_id']),
    'ix_note_organisation_id': ('note', ['organisation_id']),
    'ix_person_merged_into': ('person', ['merged_into']),
}


def _new_tables() -> None:
    op.create_table(
        'also_called',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('person_id', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('folded', sa.Text(), nullable=False),
        sa.Column('since', _moment(), nullable=False),
        sa.Column('source', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_also_called_person_id'),
        sa.PrimaryKeyConstraint('id', name='pk_also_called'),
    )
    op.create_table(
        'relation',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('person_id', sa.Text(), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('other_id', sa.Text(), nullable=True),
        sa.Column('member_id', sa.Text(), nullable=True),
        sa.Column('since', _moment(), nullable=False),
        sa.Column('until', _moment(), nullable=True),
        sa.Column('source', sa.Text(), nullable=True),
        sa.Column('noted_by', sa.Text(), nullable=True),
        sa.Column('ended_because', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_relation_person_id'),
        sa.ForeignKeyConstraint(['other_id'], ['person.id'], name='fk_relation_other_id'),
        sa.ForeignKeyConstraint(['member_id'], ['team.id'], name='fk_relation_member_id'),
        sa.PrimaryKeyConstraint('id', name='pk_relation'),
    )
    op.create_table(
        'sequence_rest',
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('since', _moment(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('because', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('name', name='pk_sequence_rest'),
    )
