"""Flask-Security, wired to our accounts, our sessions and our pages."""

from flask import Flask
from flask_babel import Babel
from flask_security import Security

from diagnostic.services import accounts
from diagnostic.web.extensions import db

CONFIG = {
    "BABEL_DEFAULT_LOCALE": "fr",
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_CHANGEABLE": True,
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_TOTP_ISSUER": "Palier",
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_WEBAUTHN": True,
    "SECURITY_WAN_RP_NAME": "Palier",
    "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": True,
    "SECURITY_WAN_ALLOW_AS_MULTI_FACTOR": True,
    "SECURITY_DATETIME_FACTORY": "flask_security.aware_utcnow",
}


def protect(app: Flask, secret: str) -> None:
    """Adds the sign-in pages. `secret` also protects what the authenticator application shares with us."""
    app.config.update(
        CONFIG, SECURITY_PASSWORD_SALT=secret, SECURITY_TOTP_SECRETS={"1": secret}, SECURITY_EMAIL_SENDER="no-reply"
    )
    Babel(app)
    Security(app, accounts.datastore(db))
