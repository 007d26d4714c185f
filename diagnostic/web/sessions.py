"""Server-side sessions for Flask, and the one commit of a request: the session is the last thing it writes."""

from collections.abc import Mapping

from flask import Flask, Request, Response
from flask import request as current_request
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from diagnostic.services import accounts
from diagnostic.services.database import Session
from diagnostic.web.extensions import SAFE_METHODS, db, give_back, has_transaction, now, wiring
from diagnostic.web.mail import send_queued
from diagnostic.web.reader import ACCOUNT_KEYS, INVITED, OWN

STATIC = "/static/"


class BrowserSession(CallbackDict[str, object], SessionMixin):
    """What one browser may open. Entering or leaving a diagnostic changes the token, so an old one opens nothing."""

    def __init__(self, values: Mapping[str, object], token: str | None) -> None:
        super().__init__(values, on_update=mark_modified)
        self.token = token
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
        self.replaced = True

    def leave(self) -> None:
        self.clear()
        self.replaced = True


def mark_modified(session: CallbackDict[str, object]) -> None:
    if isinstance(session, BrowserSession):
        session.modified = True


class ServerSessions(SessionInterface):
    """The cookie holds a random token; everything else is in the database, where it can be revoked."""

    def get_cookie_name(self, app: Flask) -> str:
        return "__Host-palier" if app.config["SESSION_COOKIE_SECURE"] else "palier"

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        token = None if request.path.startswith(STATIC) else request.cookies.get(self.get_cookie_name(app))
        record = accounts.read_session(db(), token, now()) if token else None
        return BrowserSession(record.values, record.token) if record else BrowserSession({}, None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keeps the request's work when it succeeded, and the session in any case."""
        assert isinstance(session, BrowserSession)
        if response.status_code >= 400 and has_transaction():
            db().rollback()
        if session.modified:
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
        with wiring().database.session() as transaction:
            self._put(transaction, app, session, response)
            transaction.commit()

    def _put(self, transaction: Session, app: Flask, session: BrowserSession, response: Response) -> None:
        if session.token and session.replaced:
            accounts.close_session(transaction, session.token)
            session.token = None
        if not session:
            self._forget(app, response)
            return
        if session.token is None:
            session.token = accounts.open_session(transaction, now()).token
            self._hand_over(app, session.token, response)
        accounts.save_session(transaction, session.token, dict(session), now())

    def _hand_over(self, app: Flask, token: str, response: Response) -> None:
        secure = bool(app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(self.get_cookie_name(app), token, httponly=True, secure=secure, samesite="Lax", path="/")

    def _forget(self, app: Flask, response: Response) -> None:
        secure = bool(app.config["SESSION_COOKIE_SECURE"])
        response.delete_cookie(self.get_cookie_name(app), httponly=True, secure=secure, samesite="Lax", path="/")
