"""Sign-in through an OpenID Connect provider: authorization code with PKCE, state and nonce."""

import secrets
import time
from dataclasses import dataclass
from typing import Any, Final, cast

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from httpx2 import HTTPError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from communique.config import Provider

__all__ = ["Begun", "Identity", "OpenID", "SignInError"]

_PATIENCE_S: Final = 10.0
_METADATA_S: Final = 3600.0
_LEEWAY_S: Final = 60
# Signatures with a key that only the provider has; never `none`, never a shared secret.
_ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"}
)
_NAME_CHARACTERS: Final = 80


class SignInError(Exception):
    """The provider, or what came back from it, is not as it should be; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in on its way: where to send the browser, and what must come back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in, as the provider says."""

    issuer: str
    subject: str
    name: str


class OpenID:
    """One provider; `back` is the address to which it sends the browser back."""

    def __init__(self, provider: Provider, back: str) -> None:
        self.provider = provider
        self._back = back
        self._metadata: dict[str, Any] = {}
        self._known_until = 0.0

    def begin(self) -> Begun:
        """Return where to send the browser. Raises `SignInError` where the provider cannot be reached."""
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        with self._client() as client:
            authorize = self._told(client)["authorization_endpoint"]
            address, state = client.create_authorization_url(
                authorize, state=secrets.token_urlsafe(32), nonce=nonce, code_verifier=verifier
            )
        return Begun(address, state, nonce, verifier)

    def finish(self, code: str, issuer: str | None, nonce: str, verifier: str) -> Identity:
        """Return who signed in. `issuer` is what the browser brought back, if anything (RFC 9207)."""
        if issuer is not None and issuer != self.provider.issuer:
            raise SignInError("the answer is of another provider")
        with self._client() as client:
            told = self._told(client)
            try:
                token = client.fetch_token(told["token_endpoint"], code=code, code_verifier=verifier)
                keys = client.request("GET", told["jwks_uri"], withhold_token=True).raise_for_status().json()
                claims = self._claims(token, KeySet.import_key_set(keys), nonce)
            except (AuthlibBaseError, JoseError, HTTPError, KeyError, ValueError, TypeError) as error:
                raise SignInError(f"{type(error).__name__}: {error}") from error
        subject = str(claims["sub"])
        name = next((str(claims[n]) for n in ("name", "preferred_username", "nickname") if claims.get(n)), "")
        return Identity(self.provider.issuer, subject, " ".join(name.split())[:_NAME_CHARACTERS] or "Reader")

    def _claims(self, token: dict[str, Any], keys: KeySet, nonce: str) -> CodeIDToken:
        """Return what the ID token says, once it is checked (OpenID Connect Core 1.0, section 3.1.3.7)."""
        decoded = jwt.decode(token["id_token"], keys, algorithms=sorted(_ALGORITHMS))
        client_id = self.provider.client_id
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": self.provider.issuer},
                "aud": {"essential": True, "value": client_id},
                "nonce": {"essential": True, "value": nonce},
            },
            {"nonce": nonce, "client_id": client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=_LEEWAY_S)
        return claims

    def _client(self) -> OAuth2Client:
        secret = self.provider.client_secret
        return OAuth2Client(
            self.provider.client_id,
            secret.get_secret_value() if secret else None,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope="openid profile",
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=_PATIENCE_S,
        )

    def _told(self, client: OAuth2Client) -> dict[str, Any]:
        """Return what the provider tells of itself."""
        if time.monotonic() > self._known_until:
            where = f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            try:
                told = client.request("GET", where, withhold_token=True).raise_for_status().json()
            except (HTTPError, ValueError) as error:
                raise SignInError(f"the provider does not answer: {error}") from error
            if told.get("issuer") != self.provider.issuer:
                raise SignInError("the provider calls itself otherwise")
            self._metadata, self._known_until = cast(dict[str, Any], told), time.monotonic() + _METADATA_S
        return self._metadata
