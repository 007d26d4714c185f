"""The regional observatory: whether a SIREN is somebody's for sure, its group, and what is kept of each release."""

import sqlalchemy as sa
from alembic import op

from diagnostic.store.base import UtcTime

revision = "0005"
down_revision = "0004"

RECORDED = """
UPDATE companies SET verified_at = (
    SELECT MIN(accesses.granted_at) FROM accesses JOIN users ON users.id = accesses.user_id
    WHERE accesses.company_id = companies.id AND accesses.role = 'adviser'
    AND accesses.granted_by = 'user:' || users.public_id
) WHERE siret IS NOT NULL
"""  # an adviser who prepared the file had given the access to themself


def upgrade() -> None:
    op.add_column("companies", sa.Column("holding", sa.String(9)))
    op.add_column("companies", sa.Column("legal_form", sa.String(4)))
    op.add_column("companies", sa.Column("verified_at", UtcTime))
    op.execute(RECORDED)
    memories()
    units()


def memories() -> None:
    op.create_table(
        "release_memories",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("catalogue", sa.String(80), nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("axes", sa.JSON, nullable=False),
        sa.Column("series", sa.JSON, nullable=False),
        sa.Column("shown", sa.LargeBinary, nullable=False),
        sa.Column("log", sa.LargeBinary, nullable=False),
        sa.Column("made_at", UtcTime, nullable=False),
        sa.Column("published_at", UtcTime),
        sa.Column("delivered_at", UtcTime),
    )


def units() -> None:
    number = sa.ForeignKey("release_memories.number", ondelete="CASCADE")
    op.create_table(
        "release_units",
        sa.Column("number", sa.Integer, number, primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True, index=True),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("scored", sa.Boolean, nullable=False),
        sa.Column("places", sa.JSON, nullable=False),
        sa.Column("adviser", sa.String(64)),
        sa.Column("recorded", sa.LargeBinary),
        sa.Column("scored_values", sa.LargeBinary),
    )
