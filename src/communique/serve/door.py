"""What pages share: the site that they belong to, who visits, who may come in, how a page is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, NoReturn, cast
from urllib.parse import quote

from fastapi import Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates

from communique.config import Config
from communique.ledger import Ledger
from communique.ledger.access import Access, Member
from communique.serve.desk import Desk
from communique.serve.guard import RefusalLog
from communique.serve.limiting import Limiter
from communique.serve.openid import OpenID

__all__ = [
    "NEEDS_ADMIN",
    "NEEDS_ANALYST",
    "SESSION_COOKIE",
    "Admin",
    "Analyst",
    "Site",
    "Text",
    "Visitor",
    "local_path",
    "now",
    "page",
    "redirected",
    "refuse",
    "site_of",
]

SESSION_COOKIE: Final = "__Host-session"
_SHORT: Final = 2_000


@dataclass(frozen=True)
class Site:
    """One site on one ledger; `origin` is its address without a path, `base` the path that it begins at.

    A `frozen` one is being written to files: nobody can sign in or respond there.
    """

    ledger: Ledger
    access: Access
    config: Config
    origin: str
    desk: Desk
    providers: tuple[OpenID, ...]
    templates: Jinja2Templates
    refusals: RefusalLog
    limiter: Limiter
    base: str = ""
    frozen: bool = False


def site_of(request: Request) -> Site:
    """Return the site that a request is for."""
    return cast(Site, request.app.state.site)


def visitor_of(request: Request) -> Member | None:
    """Return who is signed in."""
    if not hasattr(request.state, "visitor"):
        token = request.cookies.get(SESSION_COOKIE)
        request.state.visitor = site_of(request).access.session(token) if token else None
    return cast("Member | None", request.state.visitor)


def _needing(role: str) -> Callable[[Request], Member]:
    def needed(request: Request) -> Member:
        member = visitor_of(request)
        if member is None:
            refuse(request, 401, f"{role} pages without signing in")
        if not member.may(role):
            refuse(request, 403, f"{role} pages without the role")
        return member

    return needed


NEEDS_ADMIN = Depends(_needing("admin"))
NEEDS_ANALYST = Depends(_needing("analyst"))
Visitor = Annotated[Member | None, Depends(visitor_of)]
Analyst = Annotated[Member, NEEDS_ANALYST]
Admin = Annotated[Member, NEEDS_ADMIN]
Text = Annotated[str, Form(max_length=_SHORT)]


def refuse(request: Request, status: int, reason: str) -> NoReturn:
    """Answer a request with an error, and note in the log why."""
    request.state.refused = reason
    raise HTTPException(status, reason)


def page(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """Answer with a page; what depends on who is signed in is kept by no cache."""
    context |= {"visitor": visitor_of(request), "site": site_of(request), "path": request.url.path}
    context |= {"root": context["site"].base, "frozen": context["site"].frozen}
    answer = site_of(request).templates.TemplateResponse(request, template, context, status)
    if context["visitor"] is not None or status != 200:
        answer.headers["cache-control"] = "no-store"
    return answer


def redirected(path: str) -> Response:
    """Send the browser to a page of this site, after a form."""
    return RedirectResponse(quote(path, safe="/?&=#%:~.-_"), 303)


def local_path(path: str | None) -> str:
    """Return the path if it leads to a page of this site, else the first page."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return "/"
    return "/" if any(character < " " or character == "\\" for character in path) else path


def now() -> str:
    """Return the time as the ledger writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
