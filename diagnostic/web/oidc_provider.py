"""An OpenID Connect provider seen from here: where it sends people, and what it says of them once every signature is
checked (authorization code, PKCE, state, nonce; ProConnect's userinfo is itself a signed token)."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from flask import session
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry
from requests import RequestException

from diagnostic.config import Oidc
from diagnostic.services.identities import Vouched

ALGORITHMS = ["RS256", "ES256"]
SCOPES = "openid email given_name usual_name"
TIMEOUT = 5.0  # seconds, for each answer of the provider
LEEWAY = 60  # seconds between its clock and ours
SECRET_LENGTH = 43  # ProConnect refuses a state or a nonce under 32 signs
DISCOVERY = "/.well-known/openid-configuration"
BASIC, POST = "client_secret_basic", "client_secret_post"
SIGNED = "application/jwt"

log = logging.getLogger(__name__)


class UnreachableError(Exception):
    """The provider does not answer, or not in time."""


class DistrustError(Exception):
    """What came back proves nothing: another session's, too late, forged, or refused by the person."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`proven`: the provider asked for two factors; `id_token` is shown to it again when the person leaves."""

    vouched: Vouched
    proven: bool
    id_token: str


class Client(FlaskOAuth2App):  # type: ignore[misc]
    """Authlib's client, held to what we accept."""

    def __init__(self, oidc: Oidc) -> None:
        super().__init__(
            FlaskIntegration("oidc"),
            "oidc",
            client_id=oidc.client_id,
            client_secret=oidc.client_secret,
            server_metadata_url=oidc.issuer.rstrip("/") + DISCOVERY,
            client_kwargs={
                "scope": SCOPES,
                "default_timeout": TIMEOUT,
                "leeway": 0,  # ProConnect's access token lives sixty seconds
                **({"code_challenge_method": "S256"} if oidc.pkce else {}),
            },
        )
        self.issuer = oidc.issuer

    def load_server_metadata(self) -> dict[str, Any]:
        """What the provider publishes; it must name itself as the settings do."""
        metadata: dict[str, Any] = super().load_server_metadata()
        if metadata.get("issuer") != self.issuer:
            self.server_metadata.clear()
            raise DistrustError("issuer")
        metadata["id_token_signing_alg_values_supported"] = ALGORITHMS
        return metadata

    def _get_oauth_client(self, **metadata: Any) -> Any:
        taken = metadata.get("token_endpoint_auth_methods_supported", (BASIC,))
        method = BASIC if BASIC in taken else POST
        return super()._get_oauth_client(token_endpoint_auth_method=method, **metadata)


class Provider:
    """The one that the settings name."""

    def __init__(self, oidc: Oidc) -> None:
        self.oidc = oidc
        self.client = Client(oidc)

    def departure(self, back: str, **kept: str | None) -> str:
        """The address to send the person to; `kept` comes back with them, in this browser's session alone."""
        secrets = {"state": generate_token(SECRET_LENGTH), "nonce": generate_token(SECRET_LENGTH)}
        made = trusted(lambda: self.client.create_authorization_url(back, **secrets))
        address = str(made.pop("url"))
        self.client.save_authorize_data(redirect_uri=back, **made, **kept)
        return address

    def kept(self, state: str) -> Mapping[str, str | None]:
        """What this browser left with; DistrustError when it never did, or has already come back."""
        found = self.client.framework.get_state_data(session, state)
        if found is None:
            raise DistrustError("state")
        return cast("Mapping[str, str | None]", found)

    def arrival(self, issuer: str | None) -> Answer:
        """What the provider says of whoever comes back. `issuer`: who answered, where the address says it (RFC 9207).
        UnreachableError, DistrustError."""
        if issuer not in (None, self.oidc.issuer):
            raise DistrustError("issuer")
        options = {name: {"essential": True, "value": value} for name, value in self._expected().items()}
        token = trusted(lambda: self.client.authorize_access_token(claims_options=options, leeway=LEEWAY))
        claims = token.get("userinfo")
        if not claims:
            raise DistrustError("no ID token")
        said = trusted(lambda: self._userinfo(token, str(claims["sub"])))
        return Answer(
            vouched=Vouched(self.oidc.issuer, str(claims["sub"]), address_of(said), name_of(said)),
            proven=claims.get("acr") in self.oidc.acr,
            id_token=str(token["id_token"]),
        )

    def _expected(self) -> dict[str, str]:
        return {"iss": self.oidc.issuer, "aud": self.oidc.client_id}

    def _userinfo(self, token: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
        metadata = self.client.load_server_metadata()
        answer = self.client.get(metadata["userinfo_endpoint"], token=token)
        answer.raise_for_status()
        if answer.headers.get("Content-Type", "").partition(";")[0].strip().lower() != SIGNED:
            raise DistrustError("userinfo is not signed")
        said = self._signed(answer.text)
        expected = {**self._expected(), "sub": subject}
        options: Any = {name: {"essential": True, "value": value} for name, value in expected.items()}
        JWTClaimsRegistry(leeway=LEEWAY, **options).validate(said)
        return said

    def _signed(self, text: str) -> dict[str, Any]:
        """The claims of a token signed by a key that the provider publishes; asked again once for a key just made."""
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        try:
            return jwt.decode(text, KeySet.import_key_set(self.client.fetch_jwk_set()), registry=registry).claims
        except InvalidKeyIdError:
            fresh = KeySet.import_key_set(self.client.fetch_jwk_set(force=True))
            return jwt.decode(text, fresh, registry=registry).claims

    def farewell(self, id_token: str, back: str) -> str | None:
        """Where the person also leaves the provider; None when it offers no such page, or cannot be asked."""
        try:
            metadata = trusted(self.client.load_server_metadata)
        except (UnreachableError, DistrustError):
            return None
        if not metadata.get("end_session_endpoint"):
            return None
        return str(self.client.create_logout_url(back, id_token, state=generate_token(SECRET_LENGTH))["url"])


def trusted(ask: Callable[[], Any]) -> Any:
    """What `ask` gives; everything that a provider can do wrong becomes one of the two errors, logged without a word
    of what was sent."""
    try:
        return ask()
    except RequestException as error:
        log.warning("the identity provider does not answer: %s", type(error).__name__)
        raise UnreachableError from error
    except (AuthlibBaseError, JoseError, DistrustError, ValueError, KeyError, TypeError, RuntimeError) as error:
        log.warning("the identity provider's answer is refused: %s", type(error).__name__)
        raise DistrustError from error


def address_of(said: Mapping[str, Any]) -> str | None:
    """The address, unless the provider says that it has not checked it."""
    email = said.get("email")
    return email if isinstance(email, str) and said.get("email_verified", True) is True else None


def name_of(said: Mapping[str, Any]) -> str | None:
    """First name and family name, on one line."""
    parts = [said.get(name) for name in ("given_name", "usual_name")]
    told = " ".join(part for part in parts if isinstance(part, str)) or said.get("name")
    return " ".join(told.split()) or None if isinstance(told, str) else None
