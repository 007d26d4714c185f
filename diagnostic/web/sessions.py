"""Server-side sessions for Flask, and the one commit of a request: the session is the last thing it writes."""

import json
from datetime import datetime

from flask import Flask, Request, Response
from flask import request as current_request
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from diagnostic.services import accounts
from diagnostic.services.accounts import SessionRecord
from diagnostic.services.database import Session
from diagnostic.web.devices import device_of
from diagnostic.web.extensions import SAFE_METHODS, database, db, give_back, has_transaction, is_refused_kept, now
from diagnostic.web.mail import send_queued
from diagnostic.web.reader import ACCOUNT_KEYS, INVITED, OWN

STATIC = "/static/"


class BrowserSession(CallbackDict[str, object], SessionMixin):
    """What one browser may open. Entering or leaving a diagnostic changes the token, so an old one opens nothing."""

    def __init__(self, record: SessionRecord | None) -> None:
        super().__init__(record.values if record else {}, on_update=mark_modified)
        self.record = record
        self.token = record.token if record else None
        self.since = record.since if record else None
        self.modified = False
        self.replaced = False

    def enter(self, diagnostic: str) -> None:
        """From now on this browser opens that diagnostic, and no other by a link; whoever is signed in stays so."""
        self._keep_account()
        self[OWN] = diagnostic

    def contribute(self, invitation: str) -> None:
        """From now on this browser gives the answers of that invitation."""
        self._keep_account()
        self[INVITED] = invitation

    def _keep_account(self) -> None:
        kept = {name: self[name] for name in ACCOUNT_KEYS if name in self}
        self.clear()
        self.update(kept)
        self._replace(self.since if kept else None)

    def renew(self) -> None:
        """Somebody has just proven who they are: what the browser holds stays, under a new token and from now."""
        self._replace(None)

    def leave(self) -> None:
        self.clear()
        self._replace(None)

    def _replace(self, since: datetime | None) -> None:
        self.since, self.replaced = since, True
        self.modified = True


def mark_modified(session: CallbackDict[str, object]) -> None:
    if isinstance(session, BrowserSession):
        session.modified = True


def plain(session: BrowserSession) -> dict[str, object]:
    """Its values as they will be read again: a message that waits for its language is said in it now."""
    values: dict[str, object] = json.loads(json.dumps(dict(session), default=str))
    return values


class ServerSessions(SessionInterface):
    """The cookie holds a random token; everything else is in the database, where it can be revoked."""

    def get_cookie_name(self, app: Flask) -> str:
        return "__Host-palier" if app.config["SESSION_COOKIE_SECURE"] else "palier"

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        token = None if request.path.startswith(STATIC) else request.cookies.get(self.get_cookie_name(app))
        changes = request.method not in SAFE_METHODS
        return BrowserSession(accounts.read_session(db(), token, now(), to_change=changes) if token else None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keeps the request's work when it succeeded, or counts a refusal, and the session in any case."""
        assert isinstance(session, BrowserSession)
        if response.status_code >= 400 and has_transaction() and not is_refused_kept():
            db().rollback()
        if session.modified or (session.record and session.record.due):
            self._write(app, session, response)
        if has_transaction():
            db().commit()
        if response.status_code < 400:
            send_queued()

    def _write(self, app: Flask, session: BrowserSession, response: Response) -> None:
        if current_request.method not in SAFE_METHODS:
            self._put(db(), app, session, response)
            return
        give_back()
        with database().session() as transaction:
            self._put(transaction, app, session, response)
            transaction.commit()

    def _put(self, transaction: Session, app: Flask, session: BrowserSession, response: Response) -> None:
        if session.record and not session.modified:
            accounts.touch_session(transaction, session.record, now())
            return
        if session.token and session.replaced:
            accounts.close_session(transaction, session.token)
            session.token = None
        if not session:
            self._forget(app, response)
            return
        if session.token is None:
            device = device_of(current_request.user_agent.string)
            session.token = accounts.open_session(transaction, now(), device, session.since).token
            self._hand_over(app, session.token, response)
        if not accounts.save_session(transaction, session.token, plain(session), now()):
            self._forget(app, response)

    def _hand_over(self, app: Flask, token: str, response: Response) -> None:
        secure = bool(app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(self.get_cookie_name(app), token, httponly=True, secure=secure, samesite="Lax", path="/")

    def _forget(self, app: Flask, response: Response) -> None:
        secure = bool(app.config["SESSION_COOKIE_SECURE"])
        response.delete_cookie(self.get_cookie_name(app), httponly=True, secure=secure, samesite="Lax", path="/")
