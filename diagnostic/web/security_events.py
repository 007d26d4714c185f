"""What follows from signing in, or from changing how one does: a new token, the journal, other sessions closed."""

from flask import Flask, g, request, session
from flask_security import (
    password_changed,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    wan_deleted,
    wan_registered,
)

from diagnostic.services import accounts
from diagnostic.services.authority import PROVEN
from diagnostic.web import journal
from diagnostic.web.answering import browser
from diagnostic.web.entering import SECOND_STEP_KEYS, rotate
from diagnostic.web.extensions import db, now
from diagnostic.web.holders import Holder, security
from diagnostic.web.reader import USER, person
from diagnostic.web.speaking import bring

SECOND_STEPS = {
    "security.two_factor_token_validation": "totp",
    "security.mf_recovery": "recovery_code",
    "security.wan_signin_response": "passkey",
}
FRESH = "fs_paa"


def listen(app: Flask) -> None:
    """Flask-Security tells what happens in that application."""
    user_authenticated.connect(signed_in, app)
    password_changed.connect(has_new_password, app)
    tf_profile_changed.connect(has_authenticator, app)
    tf_disabled.connect(has_no_authenticator, app)
    wan_registered.connect(has_passkey, app)
    wan_deleted.connect(has_lost_passkey, app)


def signed_in(_app: Flask, user: Holder, authn_via: list[str] | None = None, **_: object) -> None:
    """A second step, or a passkey that has checked its holder, proves who it is; a password or a link does not."""
    session[FRESH] = now().timestamp()
    if authn_via == ["change"]:
        return
    via = SECOND_STEPS.get(request.endpoint or "", "") or (authn_via or ["unknown"])[0]
    proven = request.endpoint in SECOND_STEPS or bool(g.get("proven_elsewhere"))
    session[PROVEN] = proven
    for name in (*SECOND_STEP_KEYS, "_id", "csrf_token"):
        session.pop(name, None)
    for name in ("person", "positions", "csrf_token"):
        g.pop(name, None)
    rotate()
    bring(user.email)
    journal.note("session.opened", via=via, proven=proven)


def has_new_password(_app: Flask, **_: object) -> None:
    changed("password")
    close_others()


def has_authenticator(_app: Flask, **_: object) -> None:
    changed("totp")
    prove()


def has_passkey(_app: Flask, **_: object) -> None:
    changed("passkey")
    prove()


def has_no_authenticator(_app: Flask, user: Holder, **_: object) -> None:
    changed("totp")
    if not user.webauthn:
        has_no_second_step(user)


def has_lost_passkey(_app: Flask, user: Holder, name: str, **_: object) -> None:
    changed("passkey")
    if not user.tf_primary_method and all(key.name == name for key in user.webauthn):
        has_no_second_step(user)


def has_no_second_step(user: Holder) -> None:
    """Recovery codes go with the last one, and every other session is closed."""
    user.mf_recovery_codes = None
    session[PROVEN] = False
    security().datastore.set_uniquifier(user)
    session[USER] = user.fs_uniquifier
    g.pop("person", None)
    close_others()


def changed(what: str) -> None:
    g.pop("person", None)
    journal.note("account.changed", what=what)


def prove() -> None:
    """A second step was just set up, and shown to work."""
    session[PROVEN] = True
    rotate()


def close_others() -> None:
    found = person()
    assert found is not None
    accounts.close_others(db(), found, browser().token)
    rotate()
