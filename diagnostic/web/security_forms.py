"""Flask-Security's forms: the same fields, counted tries, and what is wrong said where it is."""

from collections.abc import Callable

from flask import session
from flask_security import (
    ChangePasswordForm,
    LoginForm,
    MfRecoveryForm,
    VerifyForm,
    WebAuthnSigninForm,
    WebAuthnSigninResponseForm,
    hash_password,
)
from flask_security.webauthn import WebAuthnRegisterForm, WebAuthnRegisterResponseForm
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.validators import DataRequired

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.services import accounts
from diagnostic.services.throttling import TooManyError
from diagnostic.web import throttle
from diagnostic.web.extensions import db, give_back
from diagnostic.web.holders import Holder, known, security, signed, with_email
from diagnostic.web.security_texts import MESSAGES, saying
from diagnostic.web.wording import lazy

CHALLENGE = "wan_challenge"
EMAIL_NOT_PROVIDED, _CATEGORY = MESSAGES["EMAIL_NOT_PROVIDED"]
LINK_STILL_WORKS = N_("Vous pouvez aussi recevoir un lien de connexion par courriel : il fonctionne toujours.")


def add_error(form: FlaskForm, field: str, message: str) -> bool:
    """Always False: what a validation that fails answers."""
    form[field].errors = [*form[field].errors, message]
    return False


class SignInForm(LoginForm):
    """An address and a password. Whatever is wrong of the two, the answer and its delay are the same."""

    email = StringField(  # type: ignore[assignment]
        validators=[DataRequired(lazy(EMAIL_NOT_PROVIDED))]
    )
    remember = None  # type: ignore[assignment]
    problems: tuple[str, ...] = ()

    def validate(self, **options: object) -> bool:
        if FlaskForm.validate(self, **options):
            self.problems = self.judge(self.email_as_kept())
        else:
            self.problems = tuple(str(error) for field in (self.email, self.password) for error in field.errors)
        self.form_errors = list(self.problems)
        return not self.problems

    def judge(self, email: str) -> tuple[str, ...]:
        """What is wrong; nothing when `user` is who they say. The try is counted before."""
        try:
            throttle.count("password", email)
        except TooManyError as error:
            return (error.message, _(LINK_STILL_WORKS))
        self.user = self.matching(email, security().password_util.normalize(self.password.data or ""))
        if self.user is None:
            throttle.refused("password", email)
            return (saying("GENERIC_AUTHN_FAILED"),)
        throttle.opened("password", email)
        return ()

    def email_as_kept(self) -> str:
        try:
            return accounts.read_email(self.email.data or "")
        except UserError:
            return str(self.email.data).casefold()[:254]

    def matching(self, email: str, password: str) -> Holder | None:
        """The account of that address and password. The try is committed first, and nobody waits while it is judged."""
        found = with_email(email)
        kept = found.password if found and found.active else None
        db().commit()
        give_back()
        if found is None or kept is None:
            hash_password(password)
            return None
        if not found.verify_and_update_password(password):
            return None
        again = with_email(email)
        return again if again and again.active and again.password == found.password else None


class ProvenAgainForm(VerifyForm):
    """The password of whoever is signed in, asked again before something serious."""

    def validate(self, **options: object) -> bool:
        return counted(
            self,
            "password_again",
            self.password,
            signed().public_id,
            lambda: super(ProvenAgainForm, self).validate(**options),
        )


class NewPasswordForm(ChangePasswordForm):
    """The password in use, when there is one, and the new one twice."""

    def validate(self, **options: object) -> bool:
        if not signed().password:
            return super().validate(**options)
        return counted(
            self,
            "password_again",
            self.password,
            signed().public_id,
            lambda: super(NewPasswordForm, self).validate(**options),
        )


class RecoveryForm(MfRecoveryForm):
    """One of the recovery codes, instead of the second step."""

    def validate(self, **options: object) -> bool:
        who = known(self.user).public_id
        return counted(self, "recovery_code", self.code, who, lambda: super(RecoveryForm, self).validate(**options))


def counted(form: FlaskForm, kind: str, field: Field, who: str, judge: Callable[[], bool]) -> bool:
    """A validation that reads a secret of somebody: what is typed counts as a try before it is judged."""
    if not field.data:
        return judge()
    try:
        throttle.count(kind, who)
    except TooManyError as error:
        return add_error(form, field.name, error.message)
    good = judge()
    if field.errors:
        throttle.refused(kind, who)
    else:
        throttle.opened(kind, who)
    return good


class NewPasskeyForm(WebAuthnRegisterForm):
    """Every passkey opens the account by itself, and is a second step too."""

    def validate(self, **options: object) -> bool:
        self.usage.data = "first"
        return super().validate(**options)


class NewPasskeyAnswerForm(WebAuthnRegisterResponseForm):
    """What the device answers to a challenge of this very browser, which serves once."""

    def validate(self, **options: object) -> bool:
        if session.pop(CHALLENGE, None) != self.challenge:
            return add_error(self, "credential", saying("WEBAUTHN_EXPIRED"))
        good = super().validate(**options)
        self.extensions = None  # type: ignore[assignment]  # kept as nothing: the library types it as text
        return good


class PasskeyForm(WebAuthnSigninForm):
    """No name is asked: the device knows whose key it holds."""

    identity = HiddenField()
    remember = HiddenField(filters=[lambda _typed: ""])  # type: ignore[assignment]


class PasskeyAnswerForm(WebAuthnSigninResponseForm):
    """What the device answers, to sign in, as a second step or to go on with something serious."""

    remember = HiddenField(filters=[lambda _typed: ""])

    def validate(self, **options: object) -> bool:
        if session.pop(CHALLENGE, None) != self.challenge:
            return add_error(self, "credential", saying("WEBAUTHN_EXPIRED"))
        verifying, self.is_verify = self.is_verify, True  # any passkey, whatever it is asked for
        good = super().validate(**options) and not self.credential.errors
        self.is_verify = verifying
        if good and self.is_secondary and known(self.user).fs_uniquifier != session.get("tf_user_id"):
            return add_error(self, "credential", saying("WEBAUTHN_MISMATCH_USER_HANDLE"))
        if not good:
            throttle.refused("passkey")
        return good
