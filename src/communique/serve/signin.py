"""Signing in: through a provider, or by a one-time link, which gives a role to whoever opens it first."""

import secrets
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request, Response

from communique.ledger.access import Access, Member, SignInState
from communique.ledger.store import Ledger
from communique.model import Appointment
from communique.serve.door import (
    SESSION_COOKIE,
    Visitor,
    local_path,
    now,
    page,
    redirected,
    refuse,
    site_of,
)
from communique.serve.openid import SignInError

__all__ = ["LINK_HOURS", "admin_link", "router"]

router = APIRouter(include_in_schema=False)
LINK_HOURS: Final = 24
_BROWSER_COOKIE: Final = "__Host-signing-in"
_ON_THE_WAY: Final = timedelta(minutes=10)
Name = Annotated[str, Form(min_length=1, max_length=80)]


def admin_link(access: Access, origin: str, *, always: bool = False) -> str | None:
    """Return a one-time link that makes an admin, null where there is one already, unless `always`."""
    if not always and any(member.role == "admin" for member in access.members()):
        return None
    return f"{origin}/sign-in/link/{access.make_link('admin', timedelta(hours=LINK_HOURS))}"


@router.get("/sign-in")
def ways(request: Request, visitor: Visitor, next: str = "/") -> Response:
    """Show the ways to sign in."""
    if visitor is not None:
        return redirected(local_path(next))
    return page(request, "signin/ways.html", next=local_path(next))


@router.get("/sign-in/with/{number}")
def begin(request: Request, number: int, next: str = "/") -> Response:
    """Send the browser to a provider."""
    site = site_of(request)
    if not 0 <= number < len(site.providers):
        refuse(request, 404, "unknown provider")
    try:
        begun = site.providers[number].begin()
    except SignInError as error:
        return page(request, "signin/failed.html", 502, why=str(error))
    browser = secrets.token_urlsafe(32)
    state = SignInState(str(number), browser, begun.nonce, begun.verifier, local_path(next))
    site.access.sweep()
    site.access.keep_state(begun.state, state, _ON_THE_WAY)
    answer = Response(status_code=303, headers={"location": begun.address, "cache-control": "no-store"})
    _set_cookie(answer, _BROWSER_COOKIE, browser, _ON_THE_WAY)
    return answer


@router.get("/sign-in/return")
def finish(
    request: Request, code: str = "", state: str = "", iss: str | None = None, error: str = ""
) -> Response:
    """Take the browser back from a provider; what it brings works once, and in that browser alone."""
    site = site_of(request)
    kept = site.access.take_state(state, request.cookies.get(_BROWSER_COOKIE, ""))
    if kept is None:
        return _failed(request, "replayed or altered sign-in state")
    if error or not code:
        return _failed(request, "the provider refused", log=False)
    provider = site.providers[int(kept.provider)]
    try:
        found = provider.finish(code, iss, kept.nonce, kept.verifier)
    except SignInError:
        return _failed(request, "sign-in that the provider does not bear out")
    member = site.access.enroll(found.issuer, found.subject, found.name)
    answer = redirected(kept.next)
    answer.delete_cookie(_BROWSER_COOKIE, path="/", secure=True, httponly=True)
    return _signed_in(request, answer, member)


@router.get("/sign-in/link/{token}")
def link(request: Request, token: str) -> Response:
    """Ask whoever opens a one-time link for a name; looking at the page does not use the link up."""
    role = site_of(request).access.link_role(token)
    if role is None:
        return _failed(request, "used, expired or guessed one-time link")
    answer = page(request, "signin/link.html", role=role, token=token)
    answer.headers["cache-control"] = "no-store"
    return answer


@router.post("/sign-in/link/{token}")
def use_link(request: Request, visitor: Visitor, token: str, name: Name = "Analyst") -> Response:
    """Use a one-time link: give its role to who is signed in, else to a new local member of that name."""
    site = site_of(request)
    role = site.access.use_link(token)
    if role is None:
        return _failed(request, "used, expired or guessed one-time link")
    given = " ".join(name.split()) or "Analyst"
    member = visitor or site.access.enroll("local", secrets.token_hex(16), given)
    appoint(site.ledger, member, role, by="one-time link", why="opened a one-time link")
    answer = redirected("/review")
    return answer if visitor is not None else _signed_in(request, answer, member)


@router.post("/sign-out")
def leave(request: Request) -> Response:
    """End the session."""
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        site_of(request).access.close_session(token)
    answer = redirected("/")
    answer.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True)
    return answer


def appoint(ledger: Ledger, member: Member, role: Any, *, by: str, why: str = "") -> None:
    """Give a member a role. Raises `ValueError` for a role that there is not."""
    ledger.decide(Appointment(member_id=member.member_id, role=role, by=by, at=now(), why=why))


def _signed_in(request: Request, answer: Response, member: Member) -> Response:
    """Open a new session, whatever session the browser had before."""
    site = site_of(request)
    former = request.cookies.get(SESSION_COOKIE)
    if former:
        site.access.close_session(former)
    lifetime = timedelta(hours=site.config.session_hours)
    _set_cookie(answer, SESSION_COOKIE, site.access.open_session(member.member_id, lifetime), lifetime)
    return answer


def _failed(request: Request, why: str, *, log: bool = True) -> Response:
    if log:
        request.state.refused = why
    return page(request, "signin/failed.html", 400, why=why)


def _set_cookie(answer: Response, name: str, value: str, lifetime: timedelta) -> None:
    # Lax, not Strict: the way back from a provider begins at another site
    answer.set_cookie(
        name,
        value,
        max_age=int(lifetime.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
