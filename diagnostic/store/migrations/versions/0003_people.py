"""People, organisations, rights, consents, audit trail; a company has a name of its own for addresses."""

import secrets

import sqlalchemy as sa
from alembic import op

from diagnostic.store.append_only import guard
from diagnostic.store.base import UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    name_companies()
    say_who_writes()
    audit_events()
    audit_heads()
    organisations()
    throttles()
    users()
    accesses()
    consents()
    identities()
    login_links()
    memberships()
    passkeys()
    visits()
    invitations()
    name_sessions()
    guard(op.execute, op.get_bind().dialect.name)


def name_companies() -> None:
    add_then_fill("companies", sa.Column("public_id", sa.String(22)), "id")
    with op.batch_alter_table("companies") as table:
        table.create_unique_constraint("uq_companies_public_id", ["public_id"])
        table.add_column(sa.Column("journal", sa.JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("companies") as table:
        table.alter_column("journal", server_default=None)


def say_who_writes() -> None:
    with op.batch_alter_table("diagnostics") as table:
        table.add_column(sa.Column("hand", sa.String(12), nullable=False, server_default="leader"))
    with op.batch_alter_table("diagnostics") as table:
        table.alter_column("hand", server_default=None)
        table.create_index("ix_diagnostics_company_id", ["company_id"])


def name_sessions() -> None:
    add_then_fill("sessions", sa.Column("public_id", sa.String(22)), "token_hash")
    op.add_column("sessions", sa.Column("seen_at", UtcTime))
    op.execute("UPDATE sessions SET seen_at = created_at")
    with op.batch_alter_table("sessions") as table:
        table.alter_column("seen_at", existing_type=UtcTime(), nullable=False)
        table.create_unique_constraint("uq_sessions_public_id", ["public_id"])
        table.add_column(sa.Column("device", sa.String(120)))
        table.add_column(sa.Column("user_id", sa.Integer))
        table.create_foreign_key("fk_sessions_user_id", "users", ["user_id"], ["id"], ondelete="CASCADE")
        table.create_index("ix_sessions_user_id", ["user_id"])


def add_then_fill(table: str, column: "sa.Column[str]", key: str) -> None:
    """A new column that every row must have: a random name for those that are there."""
    op.add_column(table, column)
    rows = sa.table(table, sa.column(key), sa.column(column.name))
    connection = op.get_bind()
    for value in connection.scalars(sa.select(rows.c[key])).all():
        connection.execute(rows.update().where(rows.c[key] == value).values({column.name: secrets.token_urlsafe(16)}))
    with op.batch_alter_table(table) as altered:
        altered.alter_column(column.name, existing_type=sa.String(22), nullable=False)


def audit_events() -> None:
    op.create_table(
        "audit_events",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False, index=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("company", sa.String(22), index=True),
        sa.Column("diagnostic", sa.String(22)),
        sa.Column("organisation", sa.String(22), index=True),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Index("ix_audit_events_company_actor_at", "company", "actor", "at"),
    )


def audit_heads() -> None:
    heads = op.create_table(
        "audit_heads",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(heads, [{"id": 1, "position": 0, "hash": ""}])


def organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("siren", sa.String(9)),
        sa.Column("region", sa.String(2)),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("closed_at", UtcTime),
    )


def throttles() -> None:
    op.create_table(
        "throttles",
        sa.Column("key_hash", sa.String(64), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("first_at", UtcTime, nullable=False),
        sa.Column("last_at", UtcTime, nullable=False, index=True),
    )


def users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("public_id", sa.String(22), nullable=False, unique=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(120)),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("password", sa.String(255)),
        sa.Column("fs_uniquifier", sa.String(64), nullable=False, unique=True),
        sa.Column("fs_webauthn_user_handle", sa.String(64), unique=True),
        sa.Column("confirmed_at", UtcTime),
        sa.Column("tf_primary_method", sa.String(64)),
        sa.Column("tf_totp_secret", sa.String(400)),
        sa.Column("tf_last_counter", sa.Integer),
        sa.Column("mf_recovery_codes", sa.JSON),
        sa.Column("platform_admin", sa.Boolean, nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("seen_at", UtcTime),
        sa.Column("warned_at", UtcTime),
    )


def accesses() -> None:
    op.create_table(
        "accesses",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("company_id", sa.Integer, sa.ForeignKey("companies.id"), nullable=False, index=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), index=True),
        sa.Column("organisation_id", sa.String(22), sa.ForeignKey("organisations.id"), index=True),
        sa.Column("granted_by", sa.String(40), nullable=False),
        sa.Column("granted_at", UtcTime, nullable=False),
        sa.Column("agreement", sa.String(200)),
        sa.Column("agreed_on", sa.Date),
        sa.Column("ended_by", sa.String(40)),
        sa.Column("ended_at", UtcTime),
    )


def consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "company_id", sa.Integer, sa.ForeignKey("companies.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("use", sa.String(40), nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
    )


def identities() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("used_at", UtcTime, nullable=False),
        sa.UniqueConstraint("issuer", "subject"),
    )


def login_links() -> None:
    op.create_table(
        "login_links",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), index=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("made_at", UtcTime, nullable=False),
        sa.Column("expires_at", UtcTime, nullable=False, index=True),
        sa.Column("used_at", UtcTime),
    )


def memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("organisation_id", sa.String(22), sa.ForeignKey("organisations.id"), nullable=False, index=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.UniqueConstraint("user_id", "organisation_id", "role"),
    )


def passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("credential_id", sa.LargeBinary(1024), nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.Integer, nullable=False),
        sa.Column("transports", sa.JSON),
        sa.Column("backup_state", sa.Boolean, nullable=False),
        sa.Column("device_type", sa.String(64), nullable=False),
        sa.Column("extensions", sa.String(255)),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("usage", sa.String(64), nullable=False),
        sa.Column("create_datetime", UtcTime),
        sa.Column("lastuse_datetime", UtcTime),
    )


def visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("company_id", sa.Integer, sa.ForeignKey("companies.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.String(22), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("half_days", sa.Integer, nullable=False),
        sa.Column("recorded_at", UtcTime, nullable=False),
        sa.Column("attested_at", UtcTime),
        sa.Column("attested_by", sa.String(40)),
    )


def invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("organisation_id", sa.String(22), sa.ForeignKey("organisations.id"), index=True),
        sa.Column("company_id", sa.Integer, sa.ForeignKey("companies.id"), index=True),
        sa.Column("diagnostic_id", sa.String(22), sa.ForeignKey("diagnostics.id"), index=True),
        sa.Column("email", sa.String(254)),
        sa.Column("name", sa.String(120)),
        sa.Column("respondent", sa.String(40)),
        sa.Column("group", sa.String(12)),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("made_at", UtcTime, nullable=False),
        sa.Column("expires_at", UtcTime, nullable=False),
        sa.Column("used_at", UtcTime),
        sa.Column("revoked_at", UtcTime),
    )
