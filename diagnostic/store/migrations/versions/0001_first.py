"""Companies, diagnostics, append-only operations, sessions."""

import sqlalchemy as sa
from alembic import op

from diagnostic.store.base import UtcTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    companies()
    diagnostics()
    operations()
    sessions()


def companies() -> None:
    op.create_table(
        "companies",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("siret", sa.String(14)),
        sa.Column("naf", sa.String(6)),
        sa.Column("idcc", sa.Integer),
        sa.Column("headcount", sa.Integer),
        sa.Column("revenue", sa.Integer),
        sa.Column("region", sa.String(2)),
        sa.Column("zone_emploi", sa.String(4)),
        sa.Column("position", sa.String(20)),
        sa.Column("intent", sa.String(20)),
    )


def diagnostics() -> None:
    op.create_table(
        "diagnostics",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("company_id", sa.Integer, sa.ForeignKey("companies.id"), nullable=False),
        sa.Column("questionnaire", sa.String(60), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("form", sa.String(10), nullable=False),
        sa.Column("functions", sa.JSON, nullable=False),
        sa.Column("entry", sa.JSON, nullable=False),
        sa.Column("constraints", sa.JSON, nullable=False),
        sa.Column("more", sa.JSON, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("resume_hash", sa.String(64), unique=True),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("updated_at", UtcTime, nullable=False),
    )


def operations() -> None:
    op.create_table(
        "operations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("diagnostic_id", sa.String(22), sa.ForeignKey("diagnostics.id"), nullable=False, index=True),
        sa.Column("op_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("base_version", sa.Integer),
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("function", sa.String(20)),
        sa.Column("respondent", sa.String(40), nullable=False),
        sa.Column("rating", sa.String(16)),
        sa.Column("evidence", sa.String(12), nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("device_at", UtcTime),
        sa.Column("server_at", UtcTime, nullable=False),
        sa.UniqueConstraint("diagnostic_id", "op_id"),
        sa.UniqueConstraint("diagnostic_id", "version"),
    )


def sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("expires_at", UtcTime, nullable=False, index=True),
    )


def downgrade() -> None:
    for table in ("sessions", "operations", "diagnostics", "companies"):
        op.drop_table(table)
