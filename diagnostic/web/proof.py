"""What a role asks of its holder: a second step at sign-in, shown again or set up."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from diagnostic.web.access import for_signed_in
from diagnostic.web.entering import HOME, ask_second_step, forget_account, next_asked
from diagnostic.web.holders import security, signed
from diagnostic.web.reader import reader

blueprint = Blueprint("proof", __name__)


def second_steps() -> tuple[str, ...]:
    """The second steps that the signed-in account has: "authenticator", "webauthn"."""
    return tuple(method for method, _ in security().two_factor_plugins.get_setup_tf_methods(signed()))


@blueprint.get("/account/proof")
@for_signed_in
def page() -> ResponseReturnValue:
    """Which second step to set up; or one button to show the one that the account has."""
    if reader().proven:
        return redirect(next_asked() or HOME, 303)
    return render_template("proof/page.html", has_one=bool(second_steps()), next=next_asked())


@blueprint.post("/account/proof")
@for_signed_in
def show() -> ResponseReturnValue:
    """Sign in again from the second step on: the first was shown in this very session."""
    row = signed()
    if not second_steps():
        return redirect(url_for("proof.page"), 303)
    forget_account()
    asked = ask_second_step(row, "again", next_asked())
    return asked or redirect(url_for("security.login"), 303)
