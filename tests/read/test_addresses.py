import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.read.addresses import PrivateAddressError, is_public, resolve


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",  # shared by providers' customers
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",  # where clouds keep their keys
        "172.16.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",  # 127.0.0.1 behind NAT64
        "64:ff9b:1::1",
        "2002:7f00:1::",  # 127.0.0.1 in 6to4
        "2002:c0a8:101::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "4000::1",
    ],
)
def test_local_private_and_reserved_addresses(address):
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_carried_inside_ipv6_an_address_stays_what_it_is(ip):
    assert is_public(f"::ffff:{ip}") == is_public(str(ip))
    assert is_public(f"64:ff9b::{ip}") == is_public(str(ip))


def test_one_private_address_among_public_ones_refuses_the_host(monkeypatch):
    found = [(2, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(PrivateAddressError, match=r"10\.0\.0\.1"):
        resolve("two-faced.example", 80, allow_private=False)
    assert resolve("two-faced.example", 80, allow_private=True) == ["8.8.8.8", "10.0.0.1"]
