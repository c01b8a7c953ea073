"""Which network addresses may be spoken to, and connections that hold to it.

A host's name is resolved once, every address it has is checked, and the connection goes to a checked
address: a name server that answers differently the second time gains nothing.
"""

import socket
import time
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from ssl import SSLContext

import httpcore

__all__ = ["CheckedBackend", "PrivateAddressError", "is_public", "resolve"]

# IPv6 prefixes whose last four bytes are an IPv4 address (RFC 6052); the second is for local use (RFC 8215).
_NAT64 = ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ip_network("64:ff9b:1::/48")


class PrivateAddressError(Exception):
    """A host whose address belongs to the local or a private network, or is reserved."""


def is_public(address: str) -> bool:
    """Tell whether `address` lies on the public internet, or stands for an IPv4 address that does."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if (inner := _inner(ip)) is not None:
            return is_public(str(inner))
        if ip.is_site_local or ip in _LOCAL_NAT64:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address only wraps: mapped, translated (NAT64) or tunnelled (6to4)."""
    if ip in _NAT64:
        return IPv4Address(ip.packed[-4:])
    return ip.ipv4_mapped or ip.sixtofour


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the addresses of `host`; raise `PrivateAddressError` when one is not public and none may be."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not allow_private and not is_public(address):
            raise PrivateAddressError(f"{host} is {address}, which is local, private or reserved")
    return addresses


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only, all of them together within `seconds`.

    Certificates are still checked against the host's name, which httpcore passes on to `start_tls`.
    """

    def __init__(self, *, allow_private: bool, seconds: float) -> None:
        self._allow_private = allow_private
        self._deadline = time.monotonic() + seconds
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(  # noqa: D102 - documented by httpcore
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in resolve(host, port, allow_private=self._allow_private):
            try:
                left = _left(self._deadline, timeout)
                stream = self._sockets.connect_tcp(address, port, left, local_address, socket_options)
                return _TimedStream(stream, self._deadline)
            except httpcore.ConnectError as error:
                failure = error
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step ends by `deadline`, so that a slow drip of bytes does not go on."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ConnectTimeout("the time for this address is over")
    return left if timeout is None else min(left, timeout)
