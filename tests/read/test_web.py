import gzip
import socket
import ssl
import threading
import time
import zlib

import httpx
import pytest

from communique import __version__
from communique.read import ReadOptions, UnreadableError, read
from communique.read.web import checked_transport, fetch

LOCAL = ReadOptions(allow_private=True, timeout=5)
STATEMENT = (
    "<html lang='en'><head><title>Army says it holds the crossing</title></head><body><article>"
    "<p>The army said on Monday that its units hold the river crossing at Dayr Hafir.</p>"
    "<p>A spokesman told reporters that no soldier was hurt in the fighting around the bridge.</p>"
    "</article></body></html>"
)


def test_a_page_is_read_with_its_address(site, outcomes):
    url = site.put("/news/1", STATEMENT.encode(), Content_Type="text/html; charset=utf-8")
    reports, faults = outcomes(url, options=LOCAL)
    assert not faults
    assert reports[0].url == reports[0].location == url
    assert "units hold the river crossing" in reports[0].text


def test_it_says_plainly_who_asks(site, outcomes):
    outcomes(site.put("/", STATEMENT.encode()), options=LOCAL)
    assert site.asked[0][1]["User-Agent"] == f"communique/{__version__}"


def test_the_charset_of_the_header_counts(site, outcomes):
    body = "<html><body><p>Артиллерия обстреляла село у реки.</p></body></html>".encode("koi8-r")
    url = site.put("/r", body, Content_Type="text/html; charset=koi8-r")
    assert "Артиллерия обстреляла село" in outcomes(url, options=LOCAL)[0][0].text


def test_records_are_read_from_an_address(site, outcomes):
    url = site.put("/r.jsonl", b'{"id": "a", "text": "Two were hurt."}\n{"id": "b", "text": "None died."}\n')
    assert [report.id for report in outcomes(url, options=LOCAL)[0]] == ["a", "b"]


def test_a_redirect_is_followed_and_the_last_address_kept(site, outcomes):
    last = site.put("/new", STATEMENT.encode())
    first = site.redirect("/old", last + "#part")
    (report,), faults = outcomes(first, options=LOCAL)
    assert not faults
    assert (report.location, report.url) == (first, last)


def test_redirects_end(site, outcomes):
    url = site.redirect("/round", site.address + "/round")
    _, (fault,) = outcomes(url, options=LOCAL)
    assert fault.location == url
    assert "redirected more than 5 times" in fault.reason
    assert len(site.asked) == 6


def test_a_redirect_to_another_scheme_is_refused(site, outcomes):
    _, (fault,) = outcomes(site.redirect("/f", "ftp://example.org/x"), options=LOCAL)
    assert "neither http nor https" in fault.reason


@pytest.mark.parametrize("status", [204, 403, 404, 500])
def test_an_answer_that_is_no_page_is_named(site, outcomes, status):
    url = site.answer("/x", status=status)
    _, (fault,) = outcomes(url, options=LOCAL)
    assert str(status) in fault.reason


def test_media_that_hold_no_text_are_not_loaded(site, outcomes):
    url = site.put("/film", b"\x00" * 10, Content_Type="video/mp4")
    _, (fault,) = outcomes(url, options=LOCAL)
    assert "video/mp4" in fault.reason


def test_a_long_answer_is_cut_short(site, outcomes):
    url = site.put("/long", (b"a" * 70_000,) * 40)
    _, (fault,) = outcomes(url, options=ReadOptions(allow_private=True, max_bytes=1_000_000))
    assert "too large: more than 1 MB" in fault.reason


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
    ],
)
def test_compressed_answers_are_read(site, outcomes, encoding, pack):
    url = site.put("/z", pack(STATEMENT.encode()), Content_Encoding=encoding, Content_Type="text/html")
    assert "river crossing" in outcomes(url, options=LOCAL)[0][0].text


def test_a_compressed_bomb_is_met_piece_by_piece(site, outcomes):
    bomb = gzip.compress(b" " * 60_000_000, compresslevel=6)
    url = site.put("/bomb", bomb, Content_Encoding="gzip", Content_Type="text/html")
    start = time.monotonic()
    _, (fault,) = outcomes(url, options=LOCAL)
    assert "too large" in fault.reason
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(("encoding", "reason"), [("gzip", "compression is broken"), ("br", "not asked for")])
def test_a_wrong_compression_is_named(site, outcomes, encoding, reason):
    url = site.put("/z", b"this is not compressed at all", Content_Encoding=encoding)
    assert reason in outcomes(url, options=LOCAL)[1][0].reason


def test_a_slow_drip_ends_in_time(site, outcomes):
    url = site.answer("/drip", chunks=(b"<p>one</p>",) * 100, pause=0.1)
    start = time.monotonic()
    _, (fault,) = outcomes(url, options=ReadOptions(allow_private=True, timeout=0.5))
    assert "no whole answer within 0.5 seconds" in fault.reason
    assert time.monotonic() - start < 2


def test_dripping_headers_end_in_time(outcomes):
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_drip_headers, args=(server,))
        thread.start()
        start = time.monotonic()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        _, (fault,) = outcomes(url, options=ReadOptions(allow_private=True, timeout=0.5))
        thread.join()
    assert "no whole answer within 0.5 seconds" in fault.reason
    assert time.monotonic() - start < 3


def test_a_server_that_is_not_there_is_named(outcomes):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    _, (fault,) = outcomes(f"http://127.0.0.1:{port}/", options=LOCAL)
    assert "the connection failed" in fault.reason


def test_a_name_without_address_is_named(outcomes):
    _, (fault,) = outcomes("http://no-such-host.invalid/", options=LOCAL)
    assert fault.reason


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http://[::1",
        "http://a b/",
        "https://exa mple.org",
        "http://\udc80.org/",
        "http://x:99999/",
    ],
)
def test_what_is_no_address_is_named(outcomes, url):
    reports, faults = outcomes(url, options=LOCAL)
    assert not reports
    assert len(faults) == 1


def test_a_user_name_in_an_address_is_refused(outcomes):
    _, (fault,) = outcomes("http://me:secret@example.org/")
    assert "user name" in fault.reason


def test_private_addresses_are_refused_without_a_connection(site, outcomes):
    _, (fault,) = outcomes(site.put("/", STATEMENT.encode()))
    assert "127.0.0.1" in fault.reason
    assert "--allow-private" in fault.hint
    assert not site.asked


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_other_spellings_of_this_machine_are_refused(site, outcomes, host):
    port = site.address.rpartition(":")[2]
    reports, faults = outcomes(f"http://{host}:{port}/")
    assert not reports
    assert len(faults) == 1
    assert not site.asked


def test_a_redirect_to_a_private_address_is_refused(site):
    inside = site.put("/inside", STATEMENT.encode())
    outside = httpx.MockTransport(lambda request: httpx.Response(302, headers={"Location": inside}))
    inner = checked_transport(ReadOptions())

    class FirstOutside(httpx.BaseTransport):
        def handle_request(self, request):
            transport = outside if request.url.host == "example.org" else inner
            return transport.handle_request(request)

    with pytest.raises(UnreadableError, match="local, private or reserved"):
        fetch("http://example.org/", ReadOptions(), FirstOutside())
    assert not site.asked


def test_a_name_is_resolved_once(site, monkeypatch):
    """A name server that gives a public address to the check and a private one to the connection."""
    port = int(site.address.rpartition(":")[2])
    answers = iter(["93.184.216.34", "127.0.0.1"])
    tried = []

    def resolve(host, service, *rest, **named):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address, *rest, **named):
        tried.append(address[0])
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    (fault,) = read([f"http://rebinding.example:{port}/"])
    assert tried == ["93.184.216.34"]
    assert "the connection failed" in fault.reason


def test_the_certificate_is_checked_against_the_name(monkeypatch):
    """The address is pinned, but the server must still prove the name that the user gave."""
    asked_for = []

    def wrap(self, sock, *rest, server_hostname=None, **named):
        asked_for.append((server_hostname, self.verify_mode, self.check_hostname))
        raise ssl.SSLCertVerificationError("not the host")

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", port))])
        monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrap)
        with pytest.raises(UnreadableError, match="not the host"):
            fetch(f"https://news.example:{port}/", LOCAL)
    assert asked_for == [("news.example", ssl.CERT_REQUIRED, True)]


def test_transports_can_be_swapped():
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=iter([b"A report."])))
    document = fetch("http://example.org/a.txt", ReadOptions(), transport)
    assert document.stream.read() == b"A report."


def _drip_headers(server):
    connection, _ = server.accept()
    with connection:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            for _ in range(100):
                connection.sendall(b"a")
                time.sleep(0.1)
        except OSError:
            pass
