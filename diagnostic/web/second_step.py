"""The code of an authenticator application: set up, and asked at sign-in."""

from flask import current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import tf_profile_changed
from flask_security.twofactor import tf_disable
from wtforms import StringField
from wtforms.validators import DataRequired

from diagnostic.services.throttling import TooManyError
from diagnostic.web import throttle
from diagnostic.web.answering import REFUSED
from diagnostic.web.entering import HOME, next_asked
from diagnostic.web.forms import PageForm
from diagnostic.web.holders import Holder, security, signed, with_uniquifier
from diagnostic.web.security_texts import saying
from diagnostic.web.wording import lazy

SECRET, METHOD = "tf_totp_secret", "authenticator"


class CodeForm(PageForm):
    """Six digits; spaces are allowed."""

    code = StringField(lazy("Code à six chiffres"), validators=[DataRequired(lazy("Tapez les six chiffres du code."))])

    def is_right(self, user: Holder, secret: str) -> bool:
        """Whether it is the code of that secret now. Each try is counted before it is judged."""
        try:
            throttle.count("totp", user.public_id)
        except TooManyError as error:
            self.refuse("code", error.message)
            return False
        token = "".join((self.code.data or "").split())
        if not security().totp_factory.verify_totp(token, secret, user):
            throttle.refused("totp", user.public_id)
            self.refuse("code", saying("TWO_FACTOR_INVALID_TOKEN"))
            return False
        throttle.opened("totp", user.public_id)
        return True


class ButtonForm(PageForm):
    """A button, and its token."""


def validation() -> ResponseReturnValue:
    """The code asked at sign-in, of somebody whose first proof was right."""
    user = waiting_user()
    if user is None or not user.tf_totp_secret:
        return redirect(url_for("security.login", next=next_asked()), 303)
    form = CodeForm()
    if form.validate_on_submit() and form.is_right(user, user.tf_totp_secret):
        security().two_factor_plugins.tf_complete(user, True)
        return redirect(next_asked() or HOME, 303)
    page = render_template("security/two_factor_verify_code.html", form=form, has_codes=bool(user.mf_recovery_codes))
    return page, REFUSED if form.errors else 200


def waiting_user() -> Holder | None:
    """Whoever has shown a first proof in this browser, and not the second."""
    if session.get("tf_state") != "ready":
        return None
    found = with_uniquifier(session.get("tf_user_id"))
    return found if found and found.active else None


def setup() -> ResponseReturnValue:
    """Turn the application on, change it for another, or turn it off."""
    action = request.form.get("action")
    if request.method == "POST" and action == "code" and SECRET in session:
        return confirm()
    form = ButtonForm()
    if form.validate_on_submit():
        if action == "off" and not signed().check_tf_required_setup():
            tf_disable(signed())
            return redirect(url_for("security.two_factor_setup"), 303)
        session[SECRET] = security().totp_factory.generate_totp_secret()
        return redirect(url_for("security.two_factor_setup", step="code"), 303)
    if request.args.get("step") == "code" and SECRET in session:
        return confirm()
    page = render_template(
        "security/two_factor_setup.html",
        form=form,
        is_on=bool(signed().tf_primary_method),
        must_stay=signed().check_tf_required_setup(),
    )
    return page, REFUSED if form.errors else 200


def confirm() -> ResponseReturnValue:
    """The drawing to read with the application, and the first code that shows it works."""
    user = signed()
    secret = session[SECRET]
    form = CodeForm()
    if form.validate_on_submit() and form.is_right(user, secret):
        security().datastore.tf_set(user, METHOD, secret)
        session.pop(SECRET)
        tf_profile_changed.send(current_app._get_current_object(), user=user, method=METHOD)  # type: ignore[attr-defined]
        return redirect(url_for("security.mf_recovery_codes" if not user.mf_recovery_codes else "proof.page"), 303)
    shown = security().totp_factory.fetch_setup_values(secret, user)
    page = render_template("security/two_factor_code.html", form=form, image=shown["image"], key=shown["key"])
    return page, REFUSED if form.errors else 200
