"""An OpenID Connect provider of our own on a real port, as strict as ProConnect, and able to lie in every way."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, abort, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "palier", "a secret between two servers"
ALLOWED = {
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
}
SHORTEST = 32
KEYS = [RSAKey.generate_key(2048, {"kid": f"key-{number}", "use": "sig", "alg": "RS256"}) for number in range(2)]
Claims = dict[str, Any]


@dataclass
class Lies:
    """What the provider does wrong, on purpose."""

    id_token: Callable[[Claims], str] | None = None
    userinfo: Callable[[Claims], str] | None = None
    claims: Mapping[str, Claims] = field(default_factory=dict)
    userinfo_type: str = "application/jwt"
    slow: float = 0.0
    issuer: str | None = None
    down: bool = False


@dataclass
class LocalProvider:
    address: str = ""
    person: Claims = field(
        default_factory=lambda: {
            "sub": "s-1",
            "email": "Claire@exemple.fr",
            "given_name": "Claire",
            "usual_name": "Martin",
        }
    )
    acr: str = "eidas1"
    lies: Lies = field(default_factory=Lies)
    key: RSAKey = field(default_factory=lambda: KEYS[0])
    asked: list[Mapping[str, str]] = field(default_factory=list)
    logged_out: list[Mapping[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)

    def sign(self, claims: Claims, key: RSAKey | None = None) -> str:
        key = key or self.key
        return jwt.encode({"alg": "RS256", "kid": str(key.kid)}, claims, key)

    def about(self, kind: str, more: Claims) -> Claims:
        """The claims of a token, with what is made wrong in it."""
        now = int(time.time())
        told = {"iss": self.address, "aud": CLIENT_ID, "sub": self.person["sub"], "iat": now, "exp": now + 60, **more}
        told |= self.lies.claims.get(kind, {})
        return {name: value for name, value in told.items() if value is not None}


def unsigned(claims: Claims) -> str:
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


def signed_with_secret(secret: bytes) -> Callable[[Claims], str]:
    """HS256: with the client's secret, or with the public key taken for one."""

    def sign(claims: Claims) -> str:
        body = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(claims)}"
        return f"{body}.{encoded(hmac.digest(secret, body.encode(), 'sha256'))}"

    return sign


def part(value: Claims) -> str:
    return encoded(json.dumps(value).encode())


def encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


@dataclass
class Pages:
    """The provider's pages, by their path."""

    provider: LocalProvider

    def misbehave(self) -> None:
        time.sleep(self.provider.lies.slow)
        if self.provider.lies.down:
            abort(503)

    def discovery(self) -> ResponseReturnValue:
        here = self.provider.address
        return jsonify(
            issuer=self.provider.lies.issuer or here,
            authorization_endpoint=f"{here}/authorize",
            token_endpoint=f"{here}/token",
            userinfo_endpoint=f"{here}/userinfo",
            jwks_uri=f"{here}/jwks",
            end_session_endpoint=f"{here}/session/end",
            token_endpoint_auth_methods_supported=["client_secret_post"],
            id_token_signing_alg_values_supported=["RS256", "ES256", "HS256", "none"],
        )

    def jwks(self) -> ResponseReturnValue:
        return jsonify(keys=[self.provider.key.as_dict(private=False)])

    def authorize(self) -> ResponseReturnValue:
        asked = request.args.to_dict()
        self.provider.asked.append(asked)
        wrong = set(asked) - ALLOWED or [name for name in ("state", "nonce") if len(asked.get(name, "")) < SHORTEST]
        if wrong or asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
            abort(400)
        code = secrets.token_urlsafe(16)
        self.provider.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"], "iss": self.provider.address})
        return redirect(f"{asked['redirect_uri']}?{back}")

    def token(self) -> ResponseReturnValue:
        sent = request.form
        asked = self.provider.codes.pop(sent.get("code", ""), None)
        if asked is None or not is_client(sent) or not is_same(asked, sent):
            return jsonify(error="invalid_grant"), 400
        access = secrets.token_urlsafe(16)
        self.provider.tokens.add(access)
        claims = self.provider.about("id_token", {"nonce": asked["nonce"], "acr": self.provider.acr})
        id_token = (self.provider.lies.id_token or self.provider.sign)(claims)
        return jsonify(access_token=access, token_type="Bearer", expires_in=60, id_token=id_token)

    def userinfo(self) -> ResponseReturnValue:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.provider.tokens:
            abort(401)
        claims, lies = self.provider.about("userinfo", self.provider.person), self.provider.lies
        return Response((lies.userinfo or self.provider.sign)(claims), mimetype=lies.userinfo_type)

    def session_end(self) -> ResponseReturnValue:
        self.provider.logged_out.append(request.args.to_dict())
        return redirect(request.args["post_logout_redirect_uri"] + "?" + urlencode({"state": request.args["state"]}))


def is_client(sent: Mapping[str, str]) -> bool:
    return sent.get("client_id") == CLIENT_ID and sent.get("client_secret") == CLIENT_SECRET


def is_same(asked: Mapping[str, str], sent: Mapping[str, str]) -> bool:
    """Whether the one who brings the code is the one who left: same address back, PKCE."""
    proof = encoded(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
    return sent.get("redirect_uri") == asked["redirect_uri"] and asked.get("code_challenge", proof) == proof


def application(provider: LocalProvider) -> Flask:
    app, pages = Flask("provider"), Pages(provider)
    app.before_request(pages.misbehave)
    app.get("/.well-known/openid-configuration")(pages.discovery)
    app.get("/jwks")(pages.jwks)
    app.get("/authorize")(pages.authorize)
    app.post("/token")(pages.token)
    app.get("/userinfo")(pages.userinfo)
    app.get("/session/end")(pages.session_end)
    return app


@contextmanager
def running() -> Iterator[LocalProvider]:
    """A provider that answers until the test ends."""
    provider = LocalProvider()
    server = make_server("127.0.0.1", 0, application(provider), threaded=True)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
