"""For admins: who may do what, invitations by one-time link, and the log of refused attempts."""

from datetime import timedelta
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Request, Response

from communique.ledger.access import Member
from communique.serve.door import NEEDS_ADMIN, Admin, Text, page, redirected, refuse, site_of
from communique.serve.signin import LINK_HOURS, appoint

__all__ = ["router"]

router = APIRouter(prefix="/members", include_in_schema=False)
Role = Annotated[Literal["reader", "analyst", "admin"], Form()]
ROLES: Final = ("reader", "analyst", "admin")


@router.get("", dependencies=[NEEDS_ADMIN])
def members(request: Request) -> Response:
    """List the members with their roles."""
    return page(request, "members/members.html", members=site_of(request).access.members(), roles=ROLES)


@router.post("/invite", dependencies=[NEEDS_ADMIN])
def invite(request: Request, role: Role) -> Response:
    """Make a one-time link and show it, this once."""
    site = site_of(request)
    token = site.access.make_link(role, timedelta(hours=LINK_HOURS))
    address = f"{site.origin}/sign-in/link/{token}"
    context: dict[str, Any] = {"members": site.access.members(), "roles": ROLES}
    answer = page(request, "members/members.html", link=address, role=role, hours=LINK_HOURS, **context)
    answer.headers["cache-control"] = "no-store"
    return answer


@router.post("/{member_id}/role")
def give_role(request: Request, admin: Admin, member_id: str, role: Role, why: Text = "") -> Response:
    """Give a member a role; one cannot take away one's own."""
    member = _known(request, member_id)
    if member.member_id == admin.member_id:
        refuse(request, 400, "one's own role")
    appoint(site_of(request).ledger, member, role, by=admin.signature, why=why)
    return redirected("/members")


@router.post("/{member_id}/forget")
def forget(request: Request, admin: Admin, member_id: str) -> Response:
    """Delete a member with name and sessions; what they decided stays, under the name that signed it."""
    member = _known(request, member_id)
    if member.member_id == admin.member_id:
        refuse(request, 400, "one's own account")
    site_of(request).access.forget_member(member.member_id)
    return redirected("/members")


@router.get("/refusals", dependencies=[NEEDS_ADMIN])
def refusals(request: Request) -> Response:
    """Show the refused attempts of the last month."""
    site = site_of(request)
    site.refusals.flush()
    return page(request, "members/refusals.html", refusals=site.access.refusals()[:500])


def _known(request: Request, member_id: str) -> Member:
    member = site_of(request).access.member(member_id)
    if member is None:
        refuse(request, 404, "unknown member")
    return member
