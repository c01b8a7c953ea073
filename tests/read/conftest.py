"""What the tests of reading share: files with given bytes, and a real web server in a thread."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from communique.model import Fault, Report
from communique.read import ReadOptions, read

# Test modules share the sample page beside this file; import mode importlib puts nothing on the path.
sys.path.insert(0, str(Path(__file__).parent))

Saver = Callable[..., str]
Outcomes = tuple[list[Report], list[Fault]]


@pytest.fixture
def saved(tmp_path: Path) -> Saver:
    """Write `content` under `name` in a new folder; return the path as the user would give it."""

    def save(name: str, content: str | bytes, encoding: str = "utf-8") -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return str(path)

    return save


@pytest.fixture
def outcomes() -> Callable[..., Outcomes]:
    """Read the inputs; return the reports and the faults, each in their order."""

    def gather(*inputs: str, options: ReadOptions = ReadOptions()) -> Outcomes:  # noqa: B008
        found = list(read(inputs, options))
        reports = [outcome for outcome in found if isinstance(outcome, Report)]
        return reports, [outcome for outcome in found if isinstance(outcome, Fault)]

    return gather


@dataclass
class Answer:
    """What the server says: `chunks` one after another, `pause` seconds apart."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    chunks: tuple[bytes, ...] = ()
    pause: float = 0.0


class Site:
    """A web server on this machine: `pages` maps a path to its answer, `asked` holds what came in."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def put(self, path: str, body: bytes | tuple[bytes, ...], **headers: str) -> str:
        """Serve `body` at `path`; return its address. Header names are written with `_` for `-`."""
        chunks = body if isinstance(body, tuple) else (body,)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.answer(path, headers=named, chunks=chunks)

    def answer(
        self,
        path: str,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        chunks: tuple[bytes, ...] = (),
        pause: float = 0.0,
    ) -> str:
        """Serve the chunks, `pause` seconds apart, at `path`; return its address."""
        self.pages[path] = Answer(status, headers or {}, chunks, pause)
        return self.address + path

    def redirect(self, path: str, target: str) -> str:
        """Send who asks for `path` on to `target`; return its address."""
        return self.answer(path, status=302, headers={"Location": target})


@pytest.fixture
def site() -> Iterator[Site]:
    """A real server on the loopback address, for as long as the test runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, dict(self.headers)))
            answer = here.pages.get(self.path, Answer(status=404))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for chunk in answer.chunks:
                    self.wfile.write(chunk)
                    self.wfile.flush()
                    time.sleep(answer.pause)
            except OSError:
                pass  # the reader has gone away, as it should from some answers

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()
