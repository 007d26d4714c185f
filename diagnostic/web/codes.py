"""Codes that work once: those of an authenticator application, and recovery codes. ASVS 5.0, 6.5 and 6.6."""

import hmac
import secrets
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask
from flask_security import MfRecoveryCodesUtil, Totp, UserMixin
from passlib.exc import TokenError

from diagnostic.services import accounts
from diagnostic.web.extensions import db, now
from diagnostic.web.holders import known, security

DRIFT = 30  # seconds: one code before, one after
CODES = 8
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that reads like something else
GROUPS, GROUP = 6, 4  # 120 bits: a keyed hash is enough to keep one
FOLDED = str.maketrans({"O": "0", "I": "1", "L": "1"})


def derive(secret: str, purpose: str) -> str:
    """A key of its own for each purpose, made of the application's secret; 64 hexadecimal digits."""
    return (
        HKDF(algorithm=SHA256(), length=32, salt=None, info=f"palier {purpose}".encode()).derive(secret.encode()).hex()
    )


class OneTimeCodes(Totp):
    """Codes of an authenticator application; each works once (RFC 6238, 5.2), on the application's own clock."""

    def verify_totp(self, token: str, totp_secret: str, user: UserMixin, window: int = DRIFT) -> bool:
        holder = known(user)
        accounts.lock(db(), holder.public_id)
        try:
            match = self._totp.verify(
                token, totp_secret, time=now(), window=min(window, DRIFT), last_counter=holder.tf_last_counter
            )
        except (TokenError, ValueError, TypeError):
            return False
        holder.tf_last_counter = match.counter
        return True

    def generate_recovery_codes(self, number: int) -> list[str]:
        return [
            "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
            for _ in range(number)
        ]


class RecoveryCodes(MfRecoveryCodesUtil):
    """Only their keyed hashes are kept: they are shown once, when they are made."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.key = derive(app.config["SECRET_KEY"], "recovery codes").encode()

    def create_recovery_codes(self, user: UserMixin) -> list[str]:
        codes = security().totp_factory.generate_recovery_codes(CODES)
        user.mf_recovery_codes = [self.hash(code) for code in codes]
        return codes

    def get_recovery_codes(self, user: UserMixin) -> list[str]:  # noqa: ARG002
        """None can be shown again."""
        return []

    def check_recovery_code(self, user: UserMixin, code: str) -> bool:
        accounts.lock(db(), known(user).public_id)
        return self.hash(code) in (user.mf_recovery_codes or ())

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:
        used = self.hash(code)
        user.mf_recovery_codes = [kept for kept in user.mf_recovery_codes or () if kept != used]
        return True

    def hash(self, code: str) -> str:
        """Of the code as typed: any case, spaces or dashes anywhere, O for 0, I or L for 1."""
        signs = "".join(sign for sign in code.upper() if sign.isalnum()).translate(FOLDED)
        return hmac.digest(self.key, signs.encode(), sha256).hex()
