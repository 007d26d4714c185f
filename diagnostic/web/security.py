"""Flask-Security, wired to our accounts, our sessions and our pages.

Its views are served by a blueprint of our own, which holds those that Palier uses and no other: no registration, no
token in an address, no JSON, no token in a header. Each wears an access decorator, as every page does.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import wraps

from flask import Blueprint, Flask, abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_security import Security, views
from flask_security.recovery_codes import mf_recovery, mf_recovery_codes
from flask_security.tf_plugin import tf_select
from flask_security.webauthn import (
    webauthn_delete,
    webauthn_register,
    webauthn_register_response,
    webauthn_signin,
    webauthn_signin_response,
    webauthn_verify,
    webauthn_verify_response,
)
from flask_wtf import FlaskForm

from diagnostic.core.language import spoken
from diagnostic.services import accounts
from diagnostic.web import journal, second_step, security_events, security_forms
from diagnostic.web.access import View, for_anyone, for_signed_in, prove
from diagnostic.web.answering import REFUSED, browser
from diagnostic.web.codes import CODES, DRIFT, OneTimeCodes, RecoveryCodes, derive
from diagnostic.web.entering import ASKED_AT, HOME, SECOND_STEP_KEYS, own_path
from diagnostic.web.extensions import db, now
from diagnostic.web.holders import signed
from diagnostic.web.passkeys import Passkeys
from diagnostic.web.passwords import ARGON2, SHORTEST, Capped, Passwords
from diagnostic.web.proof import second_steps
from diagnostic.web.reader import person, reader
from diagnostic.web.security_events import FRESH
from diagnostic.web.security_texts import MESSAGES, Sayings

FRESH_FOR = timedelta(minutes=15)
SECOND_STEP_WITHIN = timedelta(minutes=10)
CEREMONY = "wan_state"  # what was asked of the device, signed
ALWAYS_FRESH = timedelta(minutes=-1)

CONFIG = {
    "BABEL_DEFAULT_LOCALE": "fr",
    "SESSION_PROTECTION": None,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CLI_ROLES_NAME": None,
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_DATETIME_FACTORY": now,
    "SECURITY_FRESHNESS": ALWAYS_FRESH,  # asked by `serious`, on the application's own clock
    "SECURITY_INPUT_NORMALIZE_FORM": "NFC",
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": CODES,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
    "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_POST_CHANGE_VIEW": HOME,
    "SECURITY_POST_LOGIN_VIEW": HOME,
    "SECURITY_POST_LOGOUT_VIEW": "/?left=1",
    "SECURITY_POST_VERIFY_VIEW": HOME,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_TOTP_ISSUER": "Palier",
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": DRIFT,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_TWO_FACTOR_IMPLEMENTATIONS": {
        "code": "diagnostic.web.passkeys.CodeStep",
        "webauthn": "diagnostic.web.passkeys.PasskeyStep",
    },
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": str.lower, "case_insensitive": False}}],
    "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": True,
    "SECURITY_WAN_ALLOW_AS_MULTI_FACTOR": True,
    "SECURITY_WAN_ALLOW_AS_VERIFY": ["first"],
    "SECURITY_WAN_ALLOW_USER_HINTS": False,
    "SECURITY_WAN_NAME_ALLOWED_CHARS": None,
    "SECURITY_WAN_RP_NAME": "Palier",
    "SECURITY_WEBAUTHN": True,
}


def protect(app: Flask, secret: str) -> None:
    """Adds the sign-in pages. Keys of their own, made of `secret`, protect passwords, codes and challenges."""
    app.config.update(
        CONFIG,
        SECURITY_PASSWORD_SALT=derive(secret, "passwords"),
        SECURITY_TOTP_SECRETS={"1": derive(secret, "authenticator applications")},
        **{f"SECURITY_MSG_{name}": message for name, message in MESSAGES.items()},
    )
    Babel(app, locale_selector=spoken, configure_jinja=False)
    security = Security(
        app,
        accounts.datastore(db),
        register_blueprint=False,
        render_template=page,
        login_form=security_forms.SignInForm,
        verify_form=security_forms.ProvenAgainForm,
        change_password_form=security_forms.NewPasswordForm,
        mf_recovery_form=security_forms.RecoveryForm,
        wan_register_form=security_forms.NewPasskeyForm,
        wan_register_response_form=security_forms.NewPasskeyAnswerForm,
        wan_signin_form=security_forms.PasskeyForm,
        wan_signin_response_form=security_forms.PasskeyAnswerForm,
        password_util_cls=Passwords,
        totp_cls=OneTimeCodes,
        mf_recovery_codes_util_cls=RecoveryCodes,
        webauthn_util_cls=Passkeys,
    )
    security.i18n_domain = Sayings(app)  # type: ignore[no-untyped-call]
    app.jinja_env.globals["_fsdomain"] = security.i18n_domain.gettext
    security.want_json(lambda _request: False)
    security.login_manager.request_loader(lambda _request: None)
    security.pwd_context = Capped(security.pwd_context)
    security_events.listen(app)
    app.register_blueprint(signing_pages())


def signing_pages() -> Blueprint:
    """Flask-Security's pages under its own names, one line each."""
    blueprint = Blueprint("security", __name__)
    for path, name, methods, view in PAGES:
        blueprint.add_url_rule(path, endpoint=name, view_func=view, methods=methods.split())
    return blueprint


def page(template: str, **values: object) -> str:
    """Flask-Security's `render_template`, which also remembers that a form was refused."""
    forms = [value for value in values.values() if isinstance(value, FlaskForm)]
    g.form_refused = any(form.errors for form in forms)
    if CEREMONY in values:
        session[CEREMONY] = values[CEREMONY]
    return render_template(template, **values, **about_account())


def about_account() -> Mapping[str, object]:
    """What our own pages of Flask-Security's say of the account."""
    if person() is None:
        return {}
    user = signed()
    return {
        "codes_left": len(user.mf_recovery_codes or ()),
        "has_password": bool(user.password),
        "passkeys": sorted(user.webauthn, key=lambda key: key.name),
    }


def served(view: View) -> View:
    """A view of Flask-Security as one of our pages: forms only, 422 for what is refused, addresses of ours alone, and
    the application's own clock."""

    @wraps(view)
    def shown(**arguments: str) -> ResponseReturnValue:
        if request.is_json:
            abort(400)
        asked = request.values.get("next")
        if asked and own_path(asked) is None:
            return redirect(request.path, 303)
        forget_late_second_step()
        verified_at, waiting = session.get(FRESH), session.get("tf_user_id")
        answer = view(**arguments)
        if session.get(FRESH) != verified_at and FRESH in session:
            session[FRESH] = now().timestamp()
        if session.get("tf_user_id") not in (None, waiting):
            session[ASKED_AT] = now().timestamp()
            browser().renew()
        if isinstance(answer, str) and request.method == "POST" and g.get("form_refused"):
            return answer, REFUSED
        return answer

    return shown


def forget_late_second_step() -> None:
    """A first proof alone opens nothing, and is forgotten after ten minutes."""
    asked_at = session.get(ASKED_AT)
    late = not isinstance(asked_at, float) or now().timestamp() - asked_at > SECOND_STEP_WITHIN.total_seconds()
    if "tf_user_id" in session and late:
        for name in SECOND_STEP_KEYS:
            session.pop(name, None)


def is_fresh() -> bool:
    """Whether whoever is signed in here has shown it in the last quarter of an hour."""
    shown_at = session.get(FRESH)
    return isinstance(shown_at, float) and abs(now().timestamp() - shown_at) < FRESH_FOR.total_seconds()


def serious(view: View) -> View:
    """What changes how an account is opened: asked again who it is, and the second step if the account has one."""

    @wraps(view)
    def checked(**arguments: str) -> ResponseReturnValue:
        if second_steps() and not reader().proven:
            return prove()
        if not is_fresh():
            back = request.path if request.endpoint in WITH_A_PAGE else None
            return redirect(url_for("security.verify", next=back), 303)
        return view(**arguments)

    return for_signed_in(checked)


def answered(view: View) -> View:
    """What was asked of the device waits in the session: neither in an address nor in a log."""

    @wraps(view)
    def judged() -> ResponseReturnValue:
        return view(token=str(session.pop(CEREMONY, "")))

    return judged


def leaving(view: View) -> View:
    """Nothing of the session remains, in the browser or on the server."""

    @wraps(view)
    def left() -> ResponseReturnValue:
        if person() is not None:
            journal.note("session.closed")
        answer = view()
        browser().leave()
        return answer

    return left


WITH_A_PAGE = (
    "security.change_password",
    "security.two_factor_setup",
    "security.mf_recovery_codes",
    "security.wan_register",
)
PAGES: tuple[tuple[str, str, str, View], ...] = (
    ("/login", "login", "GET POST", for_anyone(served(views.login))),
    ("/login/code", "two_factor_token_validation", "GET POST", for_anyone(served(second_step.validation))),
    ("/login/second", "tf_select", "GET POST", for_anyone(served(tf_select))),
    ("/login/recovery", "mf_recovery", "GET POST", for_anyone(served(mf_recovery))),
    ("/login/passkey", "wan_signin", "GET POST", for_anyone(served(webauthn_signin))),
    ("/login/passkey/answer", "wan_signin_response", "POST", for_anyone(served(answered(webauthn_signin_response)))),
    ("/logout", "logout", "POST", for_anyone(leaving(served(views.logout)))),
    ("/verify", "verify", "GET POST", for_signed_in(served(views.verify))),
    ("/verify/passkey", "wan_verify", "GET POST", for_signed_in(served(webauthn_verify))),
    (
        "/verify/passkey/answer",
        "wan_verify_response",
        "POST",
        for_signed_in(served(answered(webauthn_verify_response))),
    ),
    ("/account/password", "change_password", "GET POST", serious(served(views.change_password))),
    ("/account/authenticator", "two_factor_setup", "GET POST", serious(served(second_step.setup))),
    ("/account/recovery-codes", "mf_recovery_codes", "GET POST", serious(served(mf_recovery_codes))),
    ("/account/passkeys", "wan_register", "GET POST", serious(served(webauthn_register))),
    (
        "/account/passkeys/answer",
        "wan_register_response",
        "POST",
        serious(served(answered(webauthn_register_response))),
    ),
    ("/account/passkeys/delete", "wan_delete", "POST", serious(served(webauthn_delete))),
)
