"""Signing in, wherever the first proof comes from: a password, a link, another identity provider."""

import re

from flask import g, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_security import login_user

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.web.answering import browser
from diagnostic.web.extensions import now
from diagnostic.web.holders import Holder, security, with_id
from diagnostic.web.reader import ACCOUNT_KEYS

ASKED_AT = "tf_at"
SECOND_STEP_KEYS = (
    "tf_user_id",
    "tf_state",
    "tf_select",
    "tf_primary_method",
    "tf_totp_secret",
    "wan_challenge",
    "wan_state",
    ASKED_AT,
)
OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
HOME = "/account"


def sign_in(person: str, via: str, next: str | None = None, *, proven: bool = False) -> ResponseReturnValue:
    """Sign in the account of that public id, and go to `next`; or ask for its second step first, if it has one.

    `via` is told to the journal: "link", "oidc" … `proven`: whoever vouches for them asked for two factors. UserError
    when the account is closed.
    """
    row = with_id(person)
    if row is None or not row.active:
        raise UserError(_("Ce compte est fermé."))
    forget_account()
    g.proven_elsewhere = proven
    asked = None if proven else ask_second_step(row, via, next)
    if asked is not None:
        return asked
    login_user(row, authn_via=[via])
    return redirect(own_path(next) or HOME, 303)


def ask_second_step(row: Holder, via: str, next: str | None) -> ResponseReturnValue | None:
    """The page of the second step, when the account has one; a browser waiting there opens nothing yet."""
    rotate()
    session[ASKED_AT] = now().timestamp()
    return security().two_factor_plugins.tf_enter(row, False, via, own_path(next))


def own_path(next: str | None) -> str | None:
    """`next` when it is an address of ours, None otherwise: nobody is sent elsewhere by a link of ours."""
    return next if next and OWN_PATH.fullmatch(next) else None


def rotate() -> None:
    """This browser gets a new token: what it may do has changed."""
    browser().renew()


def forget_account() -> None:
    """Whoever is signed in here no longer is; a diagnostic opened by its link stays open."""
    for name in (*ACCOUNT_KEYS, *SECOND_STEP_KEYS, "csrf_token"):
        session.pop(name, None)
    for name in ("person", "positions", "_login_user", "csrf_token"):
        g.pop(name, None)
    rotate()


def next_asked() -> str | None:
    """Where the page that sent us here would like to go on."""
    return own_path(request.values.get("next"))
