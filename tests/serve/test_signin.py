"""Signing in through a real provider, and what is tried with its answers."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from serving import Served

from communique.config import Config, Provider
from communique.serve.openid import OpenID, SignInError


def go_to_provider(client: httpx.Client, after: str = "/my-responses") -> tuple[str, str]:
    """Begin to sign in; return the provider's address and the cookie that binds the browser."""
    answer = client.get("/sign-in/with/0", params={"next": after})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"], answer.headers["set-cookie"].partition(";")[0]


def authorize(address: str, subject: str = "rhea") -> str:
    """Say at the provider who one is; return the path to which it sends the browser back."""
    answer = httpx.post(address, data={"sub": subject}, timeout=120)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    return f"{back.path}?{back.query}"


@pytest.fixture
def site(start: Callable[..., Served], provider: Provider) -> Served:
    return start(sign_in=(provider,))


def test_a_reader_signs_in_through_a_provider(site: Served) -> None:
    client = site.client()
    assert "Sign in with Test" in client.get("/sign-in").text
    address, bound = go_to_provider(client)
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    answer = client.get(authorize(address), headers={"cookie": bound})
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "/my-responses"
    (session,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-session=")]
    page = client.get("/my-responses", headers={"cookie": session.partition(";")[0]})
    assert "Rhea Reader" in page.text
    (member,) = site.ledger.access.members()
    assert (member.name, member.role) == ("Rhea Reader", "reader")


def test_an_answer_works_once(site: Served) -> None:
    client = site.client()
    address, bound = go_to_provider(client)
    back = authorize(address)
    assert client.get(back, headers={"cookie": bound}).status_code == 303
    again = client.get(back, headers={"cookie": bound})
    assert again.status_code == 400
    assert "session" not in again.headers.get("set-cookie", "")


def test_an_answer_works_in_its_browser_alone(site: Served) -> None:
    client = site.client()
    address, _ = go_to_provider(client)
    back = authorize(address)
    assert client.get(back).status_code == 400
    assert client.get(back, headers={"cookie": "__Host-signing-in=another"}).status_code == 400
    assert site.ledger.access.members() == []


@pytest.mark.parametrize("part", ["state", "code"])
def test_an_altered_answer_fails(site: Served, part: str) -> None:
    client = site.client()
    address, bound = go_to_provider(client)
    back = re.sub(rf"({part}=[^&]{{4}})[^&]*", r"\g<1>XXXX", authorize(address))
    assert client.get(back, headers={"cookie": bound}).status_code == 400
    assert site.ledger.access.members() == []
    site.app.state.site.refusals.flush()
    reasons = {refusal.reason for refusal in site.ledger.access.refusals()}
    assert reasons <= {"replayed or altered sign-in state", "sign-in that the provider does not bear out"}
    assert reasons


def test_the_answer_of_another_sign_in_fails(site: Served) -> None:
    """A code that someone else got at the provider cannot be slipped into one's own sign-in, nor theirs."""
    client = site.client()
    mine, bound = go_to_provider(client)
    theirs, _ = go_to_provider(client)
    code = parse_qs(urlsplit(authorize(theirs, "eve")).query)["code"][0]
    state = parse_qs(urlsplit(mine).query)["state"][0]
    answer = client.get("/sign-in/return", params={"code": code, "state": state}, headers={"cookie": bound})
    assert answer.status_code == 400
    assert site.ledger.access.members() == []


def test_another_issuer_fails(site: Served) -> None:
    client = site.client()
    address, bound = go_to_provider(client)
    back = f"{authorize(address)}&iss=https://evil.example"
    assert client.get(back, headers={"cookie": bound}).status_code == 400


def test_the_token_must_be_for_this_sign_in(provider: Provider) -> None:
    """A token with the nonce of another sign-in is not taken."""
    opened = OpenID(provider, "http://localhost:1/sign-in/return")
    begun = opened.begin()
    code = parse_qs(urlsplit(authorize(begun.address)).query)["code"][0]
    with pytest.raises(SignInError, match="nonce"):
        opened.finish(code, None, "another", begun.verifier)
    begun = opened.begin()
    code = parse_qs(urlsplit(authorize(begun.address)).query)["code"][0]
    found = opened.finish(code, provider.issuer, begun.nonce, begun.verifier)
    assert (found.subject, found.name) == ("rhea", "Rhea Reader")


class Listener(BaseHTTPRequestHandler):
    """A provider that tells of itself, and keeps what it is asked for a token with."""

    asked: ClassVar[list[dict[str, list[str]]]] = []

    def do_GET(self) -> None:
        issuer = f"http://localhost:{self.server.server_address[1]}"
        self._answer(
            200,
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/keys",
            },
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.asked.append(parse_qs(body))
        self._answer(400, {"error": "invalid_grant"})

    def _answer(self, status: int, told: dict[str, str]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_the_code_goes_with_the_verifier_that_was_promised() -> None:
    """PKCE, RFC 7636: the challenge at the beginning is the hash of the verifier at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever).start()
        issuer = f"http://localhost:{server.server_address[1]}"
        opened = OpenID(Provider(name="x", issuer=issuer, client_id="x"), "http://localhost:1/back")
        begun = opened.begin()
        with pytest.raises(SignInError):
            opened.finish("a code", None, begun.nonce, begun.verifier)
        server.shutdown()
    challenge = parse_qs(urlsplit(begun.address).query)["code_challenge"][0]
    (asked,) = Listener.asked
    hashed = hashlib.sha256(asked["code_verifier"][0].encode()).digest()
    assert base64.urlsafe_b64encode(hashed).rstrip(b"=").decode() == challenge


def test_a_provider_that_is_away_is_said(start: Callable[..., Served]) -> None:
    away = Provider(name="Away", issuer="http://localhost:9", client_id="x")
    assert start(sign_in=(away,)).client().get("/sign-in/with/0").status_code == 502


@pytest.mark.parametrize("issuer", ["http://id.example", "ftp://id.example", "javascript:1"])
def test_providers_are_reached_over_https(issuer: str) -> None:
    with pytest.raises(ValueError, match="issuer"):
        Config(sign_in=({"name": "x", "issuer": issuer, "client_id": "x"},))


def test_the_first_admin_by_a_link_and_an_analyst_by_invitation(site: Served) -> None:
    from communique.serve.signin import admin_link

    link = admin_link(site.ledger.access, site.origin)
    assert link is not None
    first = site.client()
    answer = first.post(link, data={"name": "Ana"})
    assert answer.status_code == 303
    first.headers["cookie"] = answer.headers["set-cookie"].partition(";")[0]
    assert admin_link(site.ledger.access, site.origin) is None
    invited = first.post("/members/invite", data={"role": "analyst"})
    found = re.search(r'value="([^"]*/sign-in/link/[^"]*)"', invited.text)
    assert found is not None
    assert site.client().post(found[1], data={"name": "Ben"}).status_code == 303
    roles = {member.name: member.role for member in site.ledger.access.members()}
    assert roles == {"Ana": "admin", "Ben": "analyst"}
    ben = next(m for m in site.ledger.access.members() if m.name == "Ben")
    assert first.post(f"/members/{ben.member_id}/role", data={"role": "reader"}).status_code == 303
    assert site.ledger.access.member(ben.member_id).role == "reader"
    assert first.post(f"/members/{ben.member_id}/role", data={"role": "emperor"}).status_code == 422
    assert {entry.action for entry in site.ledger.audit_log()} == {"appoint"}
