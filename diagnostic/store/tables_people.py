"""The tables of people: accounts, how they sign in, organisations, and who may open what.

Flask-Security's mixins are the one exception to "store knows no web": a signed-in person is the one row that
pages may hold (`current_user`).
"""

from datetime import date, datetime
from typing import Any

from flask_security import RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from diagnostic.core.model.access import Position
from diagnostic.core.rights import must_be_proven
from diagnostic.store.annotations import ACCESS, ACCOUNT, INVITATION, ORGANISATION, SESSION, held
from diagnostic.store.base import Base


class UserRow(Base, UserMixin):
    """A person's account. `public_id` names it in addresses and in the audit trail; `fs_uniquifier` changes to
    close every session at once. `email` is in small letters; `language` the one asked for last, None until then."""

    __tablename__ = "users"

    id: Mapped[int] = held(ACCOUNT, primary_key=True)
    public_id: Mapped[str] = held(ACCOUNT, String(22), unique=True)
    email: Mapped[str] = held(ACCOUNT, String(254), unique=True)
    name: Mapped[str | None] = held(ACCOUNT, String(120))
    language: Mapped[str | None] = held(ACCOUNT, String(2))
    active: Mapped[bool] = held(ACCOUNT, default=True)
    password: Mapped[str | None] = held(ACCOUNT, String(255))
    fs_uniquifier: Mapped[str] = held(ACCOUNT, String(64), unique=True)
    fs_webauthn_user_handle: Mapped[str | None] = held(ACCOUNT, String(64), unique=True)  # type: ignore[assignment]
    confirmed_at: Mapped[datetime | None] = held(ACCOUNT)
    tf_primary_method: Mapped[str | None] = held(ACCOUNT, String(64))
    tf_totp_secret: Mapped[str | None] = held(ACCOUNT, String(400))
    tf_last_counter: Mapped[int | None] = held(ACCOUNT)
    mf_recovery_codes: Mapped[list[Any] | None] = held(ACCOUNT)
    platform_admin: Mapped[bool] = held(ACCOUNT, default=False)
    created_at: Mapped[datetime] = held(ACCOUNT)
    seen_at: Mapped[datetime | None] = held(ACCOUNT)
    warned_at: Mapped[datetime | None] = held(ACCOUNT)

    webauthn: Mapped[list["PasskeyRow"]] = relationship(back_populates="user", cascade="all, delete-orphan")  # type: ignore[assignment]
    memberships: Mapped[list["MembershipRow"]] = relationship(back_populates="user", cascade="all, delete-orphan")

    @property
    def roles(self) -> list[RoleMixin]:  # type: ignore[override]
        """None of Flask-Security's: rights come from memberships and accesses (core.rights)."""
        return []

    def check_tf_required_setup(self) -> bool:
        """Whether the last second step may not be taken away: this account holds a position."""
        positions = frozenset(Position(row.role) for row in self.memberships)
        return must_be_proven(positions, platform_admin=self.platform_admin)


class NoRole(RoleMixin):
    """What Flask-Security asks for and Palier does not use."""

    name = "none"


class PasskeyRow(Base, WebAuthnMixin):
    """A passkey, as Flask-Security keeps it."""

    __tablename__ = "passkeys"

    id: Mapped[int] = held(ACCOUNT, primary_key=True)
    user_id: Mapped[int] = held(ACCOUNT, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = held(ACCOUNT, LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = held(ACCOUNT, LargeBinary)
    sign_count: Mapped[int] = held(ACCOUNT, default=0)
    transports: Mapped[list[Any] | None] = held(ACCOUNT)
    backup_state: Mapped[bool] = held(ACCOUNT)
    device_type: Mapped[str] = held(ACCOUNT, String(64))
    extensions: Mapped[str | None] = held(ACCOUNT, String(255))
    name: Mapped[str] = held(ACCOUNT, String(64))
    usage: Mapped[str] = held(ACCOUNT, String(64))
    create_datetime: Mapped[datetime | None] = held(ACCOUNT)
    lastuse_datetime: Mapped[datetime | None] = held(ACCOUNT)  # type: ignore[assignment]

    user: Mapped[UserRow] = relationship(back_populates="webauthn")

    def get_user_mapping(self) -> dict[str, Any]:
        return {"id": self.user_id}


class IdentityRow(Base):
    """Who vouches for a person: an OpenID Connect issuer and its own name for them."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = held(ACCOUNT, primary_key=True)
    user_id: Mapped[int] = held(ACCOUNT, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = held(ACCOUNT, String(200))
    subject: Mapped[str] = held(ACCOUNT, String(255))
    created_at: Mapped[datetime] = held(ACCOUNT)
    used_at: Mapped[datetime] = held(ACCOUNT)


class OrganisationRow(Base):
    """An OPCO, a chamber, an agency, a region … `kind` is one of core.model.access.OrganisationKind."""

    __tablename__ = "organisations"

    id: Mapped[str] = held(ORGANISATION, String(22), primary_key=True)
    name: Mapped[str] = held(ORGANISATION, String(200))
    kind: Mapped[str] = held(ORGANISATION, String(16))
    siren: Mapped[str | None] = held(ORGANISATION, String(9))
    region: Mapped[str | None] = held(ORGANISATION, String(2))
    created_at: Mapped[datetime] = held(ORGANISATION)
    closed_at: Mapped[datetime | None] = held(ORGANISATION)


class MembershipRow(Base):
    """What a person is in an organisation: one row for each of their roles there."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id", "role"),)

    id: Mapped[int] = held(ACCOUNT, primary_key=True)
    user_id: Mapped[int] = held(ACCOUNT, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[str] = held(ACCOUNT, ForeignKey("organisations.id"), index=True)
    role: Mapped[str] = held(ACCOUNT, String(16))
    created_at: Mapped[datetime] = held(ACCOUNT)

    user: Mapped[UserRow] = relationship(back_populates="memberships")
    organisation: Mapped[OrganisationRow] = relationship(lazy="joined")


class AccessRow(Base):
    """A right given on a company: to a person (leader, guest), to an adviser in the name of an organisation, or to
    a funding organisation under a written agreement. Ended, never deleted, until the company is erased."""

    __tablename__ = "accesses"

    id: Mapped[str] = held(ACCESS, String(22), primary_key=True)
    company_id: Mapped[int] = held(ACCESS, ForeignKey("companies.id"), index=True)
    role: Mapped[str] = held(ACCESS, String(16))
    user_id: Mapped[int | None] = held(ACCESS, ForeignKey("users.id"), index=True)
    organisation_id: Mapped[str | None] = held(ACCESS, ForeignKey("organisations.id"), index=True)
    granted_by: Mapped[str] = held(ACCESS, String(40))
    granted_at: Mapped[datetime] = held(ACCESS)
    agreement: Mapped[str | None] = held(ACCESS, String(200))
    agreed_on: Mapped[date | None] = held(ACCESS)
    ended_by: Mapped[str | None] = held(ACCESS, String(40))
    ended_at: Mapped[datetime | None] = held(ACCESS)


class InvitationRow(Base):
    """A link that gives a role once accepted: in an organisation, or on a company; for a contributor it opens the
    questions of a group, for as long as it is not revoked. Only the hash of its token is kept."""

    __tablename__ = "invitations"

    id: Mapped[str] = held(INVITATION, String(22), primary_key=True)
    role: Mapped[str] = held(INVITATION, String(16))
    organisation_id: Mapped[str | None] = held(INVITATION, ForeignKey("organisations.id"), index=True)
    company_id: Mapped[int | None] = held(INVITATION, ForeignKey("companies.id"), index=True)
    diagnostic_id: Mapped[str | None] = held(INVITATION, ForeignKey("diagnostics.id"), index=True)
    email: Mapped[str | None] = held(INVITATION, String(254))
    name: Mapped[str | None] = held(INVITATION, String(120))
    respondent: Mapped[str | None] = held(INVITATION, String(40))
    group: Mapped[str | None] = held(INVITATION, String(12))
    token_hash: Mapped[str] = held(INVITATION, String(64), unique=True)
    made_by: Mapped[str] = held(INVITATION, String(40))
    made_at: Mapped[datetime] = held(INVITATION)
    expires_at: Mapped[datetime] = held(INVITATION)
    used_at: Mapped[datetime | None] = held(INVITATION)
    revoked_at: Mapped[datetime | None] = held(INVITATION)


class SessionRow(Base):
    """A browser's session: only the hash of its token is kept; deleting the row closes it."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = held(SESSION, String(64), primary_key=True)
    public_id: Mapped[str] = held(SESSION, String(22), unique=True)
    user_id: Mapped[int | None] = held(SESSION, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    device: Mapped[str | None] = held(SESSION, String(120))
    values: Mapped[dict[str, Any]] = held(SESSION)
    created_at: Mapped[datetime] = held(SESSION)
    seen_at: Mapped[datetime] = held(SESSION)
    expires_at: Mapped[datetime] = held(SESSION, index=True)
