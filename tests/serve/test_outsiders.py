"""What an outsider tries fails, and is logged."""

import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from serving import Served

from communique.ledger import Ledger
from test_accounts import five

ANALYSTS = [
    "/review",
    "/review/claims/claim-blog",
    "/review/decisions",
    "/review/sources",
    "/review/corrections.jsonl",
    "/review/events/e-claim-blog",
    "/review/pairs/claim-blog/claim-local",
    "/review/responses",
    "/review/add",
    "/review/reports/blog",
]
ADMINS = ["/members", "/members/refusals"]
WRITES = [
    "/review/claims/claim-blog/verdict",
    "/review/claims/claim-blog/slots/time",
    "/review/decisions/0/withdraw",
    "/review/sources",
    "/review/events/e-claim-blog/merge",
    "/review/events/e-claim-blog/split",
    "/review/pairs/claim-blog/claim-local",
    "/review/responses/0/moderate",
    "/review/responses/0/remove",
    "/review/responses/0/claim",
    "/review/add",
    "/members/invite",
    "/members/0/role",
    "/members/0/forget",
]


def reasons(site: Served) -> dict[str, int]:
    site.app.state.site.refusals.flush()
    found: dict[str, int] = {}
    for refusal in site.ledger.access.refusals():
        found[refusal.reason] = found.get(refusal.reason, 0) + refusal.number
    return found


def test_nobody_reads_or_writes_review_without_the_role(site: Served) -> None:
    list(site.ledger.add(five()))
    before = site.ledger.fingerprint()
    reader = site.signed_in("reader", "Rhea")
    analyst = site.signed_in("analyst")
    known = site.ledger.fingerprint()
    assert known != before  # the two appointments
    outsider = site.client()
    for path in [*ANALYSTS, *ADMINS]:
        assert outsider.get(path).status_code == 401, path
        assert reader.get(path).status_code == 403, path
    for path in ADMINS:
        assert analyst.get(path).status_code == 403, path
    for path in WRITES:
        assert outsider.post(path, data={"text": "x"}).status_code in (401, 422), path
        assert reader.post(path, data={"text": "x"}).status_code in (403, 422), path
    assert site.ledger.fingerprint() == known
    logged = reasons(site)
    assert logged["analyst pages without signing in"] >= len(ANALYSTS)
    assert logged["analyst pages without the role"] >= len(ANALYSTS)
    assert logged["admin pages without the role"] >= 2 * len(ADMINS)


def test_every_page_of_review_needs_a_role(site: Served) -> None:
    routes = {
        route.path
        for route in site.app.routes
        if getattr(route, "path", "").startswith(("/review", "/members"))
    }
    listed = [*ANALYSTS, *ADMINS, *WRITES]
    unlisted = [r for r in routes if not any(re.fullmatch(re.sub(r"{\w+}", "[^/]+", r), p) for p in listed)]
    assert unlisted == []


FORGED = [
    {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {},
]


@pytest.mark.parametrize("headers", FORGED)
def test_forms_of_other_sites_are_refused(site: Served, headers: dict[str, str]) -> None:
    list(site.ledger.add(five()))
    analyst = site.signed_in("analyst")
    analyst.headers.pop("origin")
    analyst.headers.pop("sec-fetch-site")
    answer = analyst.post("/review/claims/claim-blog/verdict", data={"verdict": "wrong"}, headers=headers)
    assert answer.status_code == 403
    assert list(site.ledger.corrections()) == []
    assert reasons(site)["from another site"] == 1


def test_another_host_is_refused(site: Served) -> None:
    answer = site.client().get("/", headers={"host": "rebound.example"})
    assert answer.status_code == 421
    assert reasons(site)["another host"] == 1


def test_bodies_that_are_too_large_or_malformed_are_refused(site: Served) -> None:
    analyst = site.signed_in("analyst")
    assert analyst.post("/review/add", content=b"x" * 2_000_001).status_code == 413
    assert analyst.post("/review/add", content=(b"x" * 100_000 for _ in range(30))).status_code == 413
    assert (
        analyst.post("/review/sources", content=b"\xff\xfe", headers={"content-type": "x/y"}).status_code
        == 422
    )
    torn = {"content-type": "multipart/form-data; boundary=x"}
    assert analyst.post("/review/sources", content=b"--x\r\nnonsense", headers=torn).status_code in (400, 422)
    many = "&".join(f"a{n}=b" for n in range(5000))
    form = {"content-type": "application/x-www-form-urlencoded"}
    path = "/review/claims/0/slots/time"
    assert analyst.post(path, content=many, headers=form).status_code in (400, 404, 422)
    assert site.client().get("/" + "a" * 9000).status_code in (400, 414)
    logged = reasons(site)
    assert logged["body too large"] == 2
    assert logged["malformed body"] >= 1
    assert site.client().get("/sign-in").status_code == 200


def test_nonsense_on_the_wire_does_not_stop_the_site(site: Served) -> None:
    port = int(site.origin.rpartition(":")[2])
    for sent in (
        b"\x00\xff\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: x\r\n\r\n",
        b"POST / HTTP/9\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(10)
            while connection.recv(4096):
                pass
    client = site.client()
    odd = {"content-length": "-1"}
    with pytest.raises(httpx.HTTPError):
        client.post("/sign-out", content=b"", headers=odd).raise_for_status()
    assert client.request("TRACE", "/").status_code == 405
    assert client.get("/static/../../../etc/passwd").status_code == 404
    assert client.get("/static/%2e%2e/%2e%2e/app.py").status_code == 404
    assert client.get("/sign-in").status_code == 200


def test_ten_thousand_requests_of_one_client(start: Callable[..., Served]) -> None:
    site = start(requests_per_minute=300)

    def flood(_: int) -> list[int]:
        with site.client() as client:
            return [client.get("/sign-in").status_code for _ in range(1250)]

    with ThreadPoolExecutor(8) as pool:
        answers = [status for found in pool.map(flood, range(8)) for status in found]
    assert len(answers) == 10_000
    refused = answers.count(429)
    assert set(answers) == {200, 429}
    # sign-in pages have a limit of their own, of 30; the flood may see several minutes begin
    assert refused > 9_000
    logged = reasons(site)
    assert logged["too many requests"] + logged["too many sign-ins"] == refused
    assert len(site.ledger.access.refusals()) <= 6


def test_sessions_cannot_be_guessed_or_used_after_signing_out(site: Served) -> None:
    analyst = site.signed_in("analyst")
    assert analyst.get("/review/decisions").status_code == 200
    name, _, token = analyst.headers["cookie"].partition("=")
    guessed = site.client(cookie=f"{name}={token[:-1]}{'A' if token[-1] != 'A' else 'B'}")
    assert guessed.get("/review/decisions").status_code == 401
    assert analyst.post("/sign-out").status_code == 303
    assert analyst.get("/review/decisions").status_code == 401


def test_one_time_links_work_once(site: Served, ledger: Ledger) -> None:
    from datetime import timedelta

    token = ledger.access.make_link("admin", timedelta(hours=1))
    client = site.client()
    assert client.get(f"/sign-in/link/{token}").status_code == 200  # looking does not use it up
    assert client.post(f"/sign-in/link/{token}", data={"name": "Ana"}).status_code == 303
    assert client.post(f"/sign-in/link/{token}", data={"name": "Eve"}).status_code == 400
    assert client.get("/sign-in/link/guessed").status_code == 400
    assert [member.name for member in ledger.access.members()] == ["Ana"]
    assert reasons(site)["used, expired or guessed one-time link"] == 2


def test_cookies_and_headers_are_safe(site: Served) -> None:
    from datetime import timedelta

    token = site.ledger.access.make_link("analyst", timedelta(hours=1))
    answer = site.client().post(f"/sign-in/link/{token}", data={"name": "Ana"})
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-")
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}
    for path in ("/", "/sign-in", "/nowhere", "/static/desk.css", "/review"):
        headers = site.client().get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/%0d%0aSet-Cookie: a=b", "javascript:1"],
)
def test_signing_in_leads_to_no_other_site(site: Served, path: str) -> None:
    answer = site.signed_in("reader").get("/sign-in", params={"next": path})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/")
    assert not answer.headers["location"].startswith(("//", "/\\"))
    assert "set-cookie" not in answer.headers
