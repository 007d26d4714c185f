"""On site, restitution, signature, follow-up: flags and authors of answers, proofs, signed plans, their steps."""

import sqlalchemy as sa
from alembic import op

from diagnostic.store.base import UtcTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("companies", sa.Column("commune", sa.String(5)))
    op.add_column("diagnostics", sa.Column("signed_at", UtcTime))
    say_who_answered()
    proofs()
    restitutions()
    signatures()
    steps()
    directory_entries()


def say_who_answered() -> None:
    with op.batch_alter_table("operations") as table:
        table.add_column(sa.Column("author", sa.String(40)))
        table.add_column(sa.Column("flagged", sa.Boolean, nullable=False, server_default=sa.false()))
    with op.batch_alter_table("operations") as table:
        table.alter_column("flagged", server_default=None)


def of_diagnostic(*, primary_key: bool = False) -> sa.Column[str]:
    name = sa.ForeignKey("diagnostics.id")
    return sa.Column(
        "diagnostic_id", sa.String(22), name, nullable=False, index=not primary_key, primary_key=primary_key
    )


def proofs() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", sa.String(22), primary_key=True),
        of_diagnostic(),
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("function", sa.String(20)),
        sa.Column("caption", sa.String(200), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("image", sa.LargeBinary, nullable=False),
        sa.Column("added_by", sa.String(40), nullable=False),
        sa.Column("added_at", UtcTime, nullable=False),
    )


def restitutions() -> None:
    op.create_table(
        "restitutions",
        of_diagnostic(primary_key=True),
        sa.Column("noted_on", sa.Date),
        sa.Column("due_on", sa.Date),
        sa.Column("present", sa.String(300)),
        sa.Column("word", sa.Text),
        sa.Column("word_by", sa.String(40)),
        sa.Column("word_at", UtcTime),
    )


def signatures() -> None:
    op.create_table(
        "signatures",
        sa.Column("id", sa.String(22), primary_key=True),
        of_diagnostic(),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("signatory", sa.String(120), nullable=False),
        sa.Column("capacity", sa.String(120), nullable=False),
        sa.Column("adviser", sa.String(120)),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("pdf", sa.LargeBinary, nullable=False),
        sa.Column("pdf_sha256", sa.String(64), nullable=False),
        sa.Column("signed_by", sa.String(40), nullable=False),
        sa.Column("signed_at", UtcTime, nullable=False),
        sa.Column("reopened_by", sa.String(40)),
        sa.Column("reopened_at", UtcTime),
        sa.Column("reopened_why", sa.Text),
    )


def steps() -> None:
    op.create_table(
        "steps",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("company_id", sa.Integer, sa.ForeignKey("companies.id"), nullable=False, index=True),
        sa.Column("signature_id", sa.String(22), sa.ForeignKey("signatures.id"), nullable=False, index=True),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("owner", sa.String(120)),
        sa.Column("owner_email", sa.String(254)),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("real_cost", sa.Integer),
        sa.Column("started_on", sa.Date),
        sa.Column("done_on", sa.Date),
        sa.Column("reminded_on", sa.Date),
        sa.Column("updated_by", sa.String(40), nullable=False),
        sa.Column("updated_at", UtcTime, nullable=False),
    )


def directory_entries() -> None:
    op.create_table(
        "directory_entries",
        sa.Column("siret", sa.String(14), primary_key=True),
        sa.Column("found", sa.JSON, nullable=False),
        sa.Column("fetched_at", UtcTime, nullable=False),
    )
