"""The tables that keep the doors: login links, throttles, and the audit trail."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from diagnostic.store.annotations import AUDIT, LOGIN, THROTTLE, held
from diagnostic.store.base import Base


class LoginLinkRow(Base):
    """A link and a code sent to an address; they work once, in the browser that asked, for a quarter of an hour."""

    __tablename__ = "login_links"

    id: Mapped[str] = held(LOGIN, String(22), primary_key=True)
    email: Mapped[str] = held(LOGIN, String(254))
    user_id: Mapped[int | None] = held(LOGIN, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = held(LOGIN, String(64), unique=True)
    code_hash: Mapped[str] = held(LOGIN, String(64))
    tries: Mapped[int] = held(LOGIN, default=0)
    made_at: Mapped[datetime] = held(LOGIN)
    expires_at: Mapped[datetime] = held(LOGIN, index=True)
    used_at: Mapped[datetime | None] = held(LOGIN)


class ThrottleRow(Base):
    """How many times in a row a door was tried in vain: the key is the hash of an account, an address or a network."""

    __tablename__ = "throttles"

    key_hash: Mapped[str] = held(THROTTLE, String(64), primary_key=True)
    failures: Mapped[int] = held(THROTTLE)
    first_at: Mapped[datetime] = held(THROTTLE)
    last_at: Mapped[datetime] = held(THROTTLE, index=True)


class AuditEventRow(Base):
    """What somebody did. Never changed, never deleted: each row's hash covers the one before. It names people and
    companies by opaque ids, so that it tells nothing of those who were erased."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_company_actor_at", "company", "actor", "at"),)

    position: Mapped[int] = held(AUDIT, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = held(AUDIT)
    actor: Mapped[str] = held(AUDIT, String(40), index=True)
    role: Mapped[str] = held(AUDIT, String(16))
    act: Mapped[str] = held(AUDIT, String(40))
    company: Mapped[str | None] = held(AUDIT, String(22), index=True)
    diagnostic: Mapped[str | None] = held(AUDIT, String(22))
    organisation: Mapped[str | None] = held(AUDIT, String(22), index=True)
    details: Mapped[dict[str, Any]] = held(AUDIT)
    previous_hash: Mapped[str] = held(AUDIT, String(64))
    hash: Mapped[str] = held(AUDIT, String(64))


class AuditHeadRow(Base):
    """The last position and hash of the trail: the row that writers lock, and what tells a cut tail."""

    __tablename__ = "audit_heads"

    id: Mapped[int] = held(AUDIT, primary_key=True, autoincrement=False)
    position: Mapped[int] = held(AUDIT)
    hash: Mapped[str] = held(AUDIT, String(64))
