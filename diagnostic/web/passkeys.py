"""What is asked of a passkey: that the device knows its holder, by finger, face or code, and keeps the key itself."""

from typing import Any

from flask import redirect, session, url_for
from flask.typing import ResponseValue
from flask_security import UserMixin, WebauthnUtil
from flask_security.tf_plugin import TfPluginBase
from flask_security.webauthn import _create_credential_list
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from diagnostic.core.language import _
from diagnostic.web.entering import own_path
from diagnostic.web.security_forms import CHALLENGE

REQUIRED = UserVerificationRequirement.REQUIRED
ANY = ["first"]  # what Flask-Security calls a key that opens the account by itself: all of ours do


class Passkeys(WebauthnUtil):
    """The options sent to the browser; a challenge serves once, in the browser that asked for it."""

    def generate_challenge(self, nbytes: int | None = None) -> str:
        challenge = super().generate_challenge(nbytes)
        session[CHALLENGE] = challenge
        return challenge

    def authenticator_selection(self, user: UserMixin, usage: str) -> AuthenticatorSelectionCriteria:  # noqa: ARG002
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, require_resident_key=True, user_verification=REQUIRED
        )

    def authentication_options(
        self, user: UserMixin | None, usage: list[str], existing_options: dict[str, Any]
    ) -> dict[str, Any]:
        options = super().authentication_options(user, usage, existing_options)
        return options | {"allow_credentials": _create_credential_list(user, ANY) if user else None}

    def user_verification(self, user: UserMixin | None, usage: list[str]) -> UserVerificationRequirement:  # noqa: ARG002
        return REQUIRED


class PasskeyStep(TfPluginBase):
    """A passkey as the second step, after a password or a link."""

    def create_blueprint(self, app: object, bp: object, state: object) -> None:
        """Its pages are those of web.security."""

    def get_setup_methods(self, user: UserMixin) -> list[tuple[str, str]]:
        return [("webauthn", _("Ma clé d’accès"))] if user.webauthn else []

    def tf_login(self, user: UserMixin, json_payload: dict[str, Any], next_loc: str | None) -> ResponseValue:  # noqa: ARG002
        session["tf_state"] = "ready"
        return redirect(url_for("security.wan_signin", next=own_path(next_loc)), 303)


class CodeStep(TfPluginBase):
    """The code of an authenticator application as the second step."""

    def create_blueprint(self, app: object, bp: object, state: object) -> None:
        """Its pages are those of web.security."""

    def get_setup_methods(self, user: UserMixin) -> list[tuple[str, str]]:
        return [("authenticator", _("Le code de mon application"))] if user.tf_totp_secret else []

    def tf_login(self, user: UserMixin, json_payload: dict[str, Any], next_loc: str | None) -> ResponseValue:  # noqa: ARG002
        session["tf_state"] = "ready"
        return redirect(url_for("security.two_factor_token_validation", next=own_path(next_loc)), 303)
