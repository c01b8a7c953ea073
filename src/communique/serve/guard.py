"""What every request passes: whose site it is for, from where it comes, how large and how many; safe headers.

Attempts that are refused, here or by a page, are counted in the ledger by hour, client and reason.
"""

import asyncio
import ipaddress
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from limits import RateLimitItem, parse
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from communique.ledger.access import Access, Refusal
from communique.ledger.opening import LedgerError
from communique.serve.limiting import Limiter

__all__ = ["CONTENT_POLICY", "Guard", "RefusalLog", "client_of"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

CONTENT_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_METHODS: Final = _SAFE | {"POST"}
_BODY_BYTES: Final = 2_000_000
"""A report that an analyst pastes has some thousand characters; books of reports are added on a terminal."""
_BODY_SECONDS: Final = 20.0
_TARGET_BYTES: Final = 8_000
_WRITES: Final = parse("60/minute")
_SIGN_INS: Final = parse("30/minute")
_FLUSH_SECONDS: Final = 0.5
_REASONS: Final = {
    400: "malformed request",
    401: "not signed in",
    403: "without the role",
    404: None,
    413: "body too large",
    422: "malformed body",
    429: "too many requests",
}


class RefusalLog:
    """Gathers refused attempts and writes them to the ledger a moment later, so that a flood costs little."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._closed = False
        self._found: dict[tuple[str, str, str], tuple[int, str, str]] = {}
        self._timer: threading.Timer | None = None

    def note(self, client: str, reason: str, path: str) -> None:
        """Count an attempt."""
        at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        key = (at[:13], client, reason)
        with self._lock:
            number = self._found.get(key, (0, "", ""))[0] + 1
            self._found[key] = (number, path[:200], at)
            if self._timer is None and not self._closed:
                self._timer = threading.Timer(_FLUSH_SECONDS, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what was gathered."""
        with self._writing:
            with self._lock:
                found, self._found = self._found, {}
                if self._timer is not None:
                    self._timer.cancel()
                    self._timer = None
            try:
                self._access.note_refusals(
                    Refusal(hour, client, reason, path, number, at)
                    for (hour, client, reason), (number, path, at) in found.items()
                )
            except LedgerError:
                # the ledger is full, or away; the site goes on without its log
                return

    def close(self) -> None:
        """Write what was gathered, the last time: the ledger is closed next."""
        with self._lock:
            self._closed = True
        self.flush()


class Guard:
    """The outermost layer of the site."""

    def __init__(
        self, app: Any, *, origin: str, requests_per_minute: int, refusals: RefusalLog, limiter: Limiter
    ) -> None:
        self._app = app
        self._origin = origin
        self._hosts = _hosts(origin)
        self._secure = origin.startswith("https:")
        self._refusals = refusals
        self._limiter = limiter
        self._requests = parse(f"{requests_per_minute}/minute") if requests_per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a refusal."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        client = client_of(scope)
        sender = self._watched(scope, client, send)
        refused = self._refused(scope, client)
        if refused is None and scope["method"] not in _SAFE:
            refused, receive = await _body(Headers(scope=scope), receive)
        if refused is not None:
            status, reason = refused
            scope.setdefault("state", {})["refused"] = reason
            answer = PlainTextResponse(f"Refused: {reason}.\n", status)
            await answer(scope, receive, sender)
            return
        await self._app(scope, receive, sender)

    def _refused(self, scope: Scope, client: str) -> tuple[int, str] | None:
        headers, method = Headers(scope=scope), scope["method"]
        if not self._within(self._requests, client, "requests"):
            return 429, "too many requests"
        if headers.get("host", "") not in self._hosts:
            return 421, "another host"
        if method not in _METHODS:
            return 405, "unknown method"
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > _TARGET_BYTES:
            return 414, "address too long"
        if method in _SAFE:
            signing = scope["path"].startswith("/sign-in")
            return (429, "too many sign-ins") if signing and not self._sign_in(client) else None
        if not self._ours(headers):
            return 403, "from another site"
        return None if self._within(_WRITES, client, "writes") else (429, "too many writes")

    def _sign_in(self, client: str) -> bool:
        return self._within(_SIGN_INS, client, "sign-ins")

    def _within(self, limit: RateLimitItem | None, client: str, what: str) -> bool:
        return limit is None or self._requests is None or self._limiter.hit(limit, what, client)

    def _ours(self, headers: Headers) -> bool:
        """Say whether a request that may change something comes from a page of this site.

        A browser tells it by Sec-Fetch-Site, older ones by Origin; who tells neither is no page of ours.
        """
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if origin is not None and urlsplit(origin).netloc not in self._hosts:
            return False
        return site == "same-origin" if site is not None else origin is not None

    def _watched(self, scope: Scope, client: str, send: Send) -> Send:
        """Return a sender that adds the headers, and notes an attempt that was refused."""

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if self._secure:
                    headers.setdefault("strict-transport-security", "max-age=31536000")
                reason = scope.get("state", {}).get("refused") or _REASONS.get(message["status"])
                if reason:
                    self._refusals.note(client, reason, f"{scope['method']} {scope['path']}")
            await send(message)

        return watched


def client_of(scope: Scope) -> str:
    """Return whom limits count: an address, or the network of /64 that one household or server has."""
    address = (scope.get("client") or ("unknown", 0))[0]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return str(address)
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False))


async def _body(headers: Headers, receive: Receive) -> tuple[tuple[int, str] | None, Receive]:
    """Read a body that is not too large; return why it is refused, and a receiver that gives it again."""
    declared = headers.get("content-length", "0")
    if not declared.isdecimal():
        return (400, "malformed request"), receive
    if int(declared) > _BODY_BYTES:
        return (413, "body too large"), receive
    read = b""
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return (400, "broken off"), receive
                read += message.get("body", b"")
                if len(read) > _BODY_BYTES:
                    return (413, "body too large"), receive
                if not message.get("more_body"):
                    break
    except TimeoutError:
        return (408, "body too slow"), receive
    return None, _again(read, receive)


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _hosts(origin: str) -> frozenset[str]:
    """Return how requests may call the site: by its name, on one's own machine by any name of that."""
    parts = urlsplit(origin)
    if parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        return frozenset({parts.netloc})
    port = f":{parts.port}" if parts.port else ""
    return frozenset(f"{name}{port}" for name in ("localhost", "127.0.0.1", "[::1]"))
