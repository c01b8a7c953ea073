"""Documents from web addresses: a bounded request, each hop of it checked."""

import io
import re
import socket
import zlib
from collections.abc import Iterator
from functools import cache
from ssl import SSLContext

import httpcore
import httpx

from communique import __version__
from communique.read.addresses import CheckedBackend, PrivateAddressError
from communique.read.document import HEAD_BYTES, Document, UnreadableError
from communique.read.options import ReadOptions

__all__ = [
    "FAILURES",
    "HEADERS",
    "USER_AGENT",
    "body_of",
    "checked_transport",
    "explained",
    "fetch",
]

USER_AGENT = f"communique/{__version__}"
HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html, application/xhtml+xml, text/plain, application/pdf;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
# Media types that cannot be a report; all others are told by their content.
_NO_REPORT = re.compile(r"(?:image|audio|video|font|model)/|application/(?:zip|gzip|wasm|x-tar|msword|vnd\.)")


FAILURES = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    PrivateAddressError,
    OSError,
    UnicodeError,
    zlib.error,
)


def fetch(url: str, options: ReadOptions, transport: httpx.BaseTransport | None = None) -> Document:
    """Return the document at `url`, read whole within the limits of `options`.

    `transport` replaces the checked connections, for tests. Raises `UnreadableError`.
    """
    if re.match(r"https?://[^/?#]*@", url, re.I):
        raise UnreadableError("the address holds a user name", "save the page and give the file")
    client = httpx.Client(
        transport=transport or checked_transport(options),
        headers=HEADERS,
        timeout=options.timeout,
        follow_redirects=True,
        max_redirects=options.max_redirects,
        trust_env=False,  # a proxy would connect to addresses that nobody checked
    )
    with client:
        try:
            return _document(client, url, options)
        except FAILURES as error:
            raise explained(error, options) from error


def _document(client: httpx.Client, url: str, options: ReadOptions) -> Document:
    with client.stream("GET", url) as answer:
        if answer.status_code != httpx.codes.OK:
            raise UnreadableError(f"the server answered {answer.status_code} {answer.reason_phrase}".strip())
        media_type = answer.headers.get("Content-Type", "").strip().lower()
        if _NO_REPORT.match(media_type):
            raise UnreadableError(f"the address gives {media_type.partition(';')[0]}, not text or HTML")
        body = body_of(answer, options)
        final = str(answer.url.copy_with(fragment=None))
        return Document(url, io.BytesIO(body), body[:HEAD_BYTES], final, answer.charset_encoding)


def body_of(answer: httpx.Response, options: ReadOptions) -> bytes:
    """Return the body of an answer that streams; raise `UnreadableError` above the limit of `options`."""
    return b"".join(_limited(_decoded(answer), options.max_bytes))


def _limited(chunks: Iterator[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise UnreadableError(f"too large: more than {limit / 1_000_000:g} MB behind one address")
        yield chunk


def _decoded(answer: httpx.Response) -> Iterator[bytes]:
    """Undo the content encoding in small pieces, so that a compressed bomb is met piece by piece."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        yield from answer.iter_raw()
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise UnreadableError(f"the server sent the encoding {encoding!r}, which was not asked for")
    inflater = None
    for chunk in answer.iter_raw():
        inflater = inflater or _inflater(encoding, chunk)
        while chunk:
            yield inflater.decompress(chunk, _PIECE_BYTES)
            chunk = inflater.unconsumed_tail
    if inflater is not None:
        yield inflater.flush()


_PIECE_BYTES = 1_000_000


def _inflater(encoding: str, chunk: bytes) -> "zlib._Decompress":
    if encoding == "deflate":  # said to be zlib, but some servers send it bare (RFC 9110, section 8.4.1.2)
        return zlib.decompressobj(zlib.MAX_WBITS if chunk[:1] == b"\x78" else -zlib.MAX_WBITS)
    return zlib.decompressobj(zlib.MAX_WBITS | 16)


def explained(error: Exception, options: ReadOptions) -> UnreadableError:
    """Return why no document came, in words for the user."""
    match error:
        case PrivateAddressError():
            return UnreadableError(str(error), "allow it with --allow-private if you trust the address")
        case httpx.TimeoutException() | httpcore.TimeoutException() | TimeoutError():
            return UnreadableError(f"no whole answer within {options.timeout:g} seconds")
        case httpx.TooManyRedirects():
            return UnreadableError(f"redirected more than {options.max_redirects} times")
        case socket.gaierror():
            return UnreadableError("the host's name cannot be resolved", "check the address")
        case httpx.InvalidURL() | UnicodeError():
            return UnreadableError(f"not a web address: {error}")
        case httpx.UnsupportedProtocol() | httpcore.UnsupportedProtocol():
            return UnreadableError("redirected to what is neither http nor https")
        case zlib.error():
            return UnreadableError("the answer's compression is broken")
        case _:
            return UnreadableError(f"the connection failed: {error or type(error).__name__}")


def checked_transport(options: ReadOptions) -> httpx.BaseTransport:
    """Return a transport that connects to checked addresses only and keeps to the time of `options`."""
    return _CheckedTransport(CheckedBackend(allow_private=options.allow_private, seconds=options.timeout))


@cache
def _certificates() -> SSLContext:
    return httpx.create_ssl_context()


class _CheckedTransport(httpx.BaseTransport):
    """httpx over a pool of httpcore whose connections `CheckedBackend` opens."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=_certificates(), network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        stream = _Stream(answer)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=stream, extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
