"""A site that runs, and clients of it."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import uvicorn

from communique.config import Config
from communique.ledger import Ledger
from communique.serve import create_app


@dataclass
class Served:
    """A running site; `client` has a browser's headers and no session."""

    origin: str
    ledger: Ledger
    app: Any
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, **headers: str) -> httpx.Client:
        given = {"origin": self.origin, "sec-fetch-site": "same-origin", "accept": "text/html"} | headers
        self.clients.append(httpx.Client(base_url=self.origin, headers=given, timeout=120))
        return self.clients[-1]

    def signed_in(self, role: str = "admin", name: str = "Ana Example") -> httpx.Client:
        """Return a client that used a one-time link."""
        token = self.ledger.access.make_link(role, timedelta(hours=1))
        client = self.client()
        answer = client.post(f"/sign-in/link/{token}", data={"name": name})
        assert answer.status_code == 303, answer.text
        # a client that is no browser sends no Secure cookie over http, not even to itself
        client.headers["cookie"] = answer.headers["set-cookie"].partition(";")[0]
        return client


def serve(ledger: Ledger, config: Config) -> Iterator[Served]:
    bound = socket.create_server(("127.0.0.1", 0))
    origin = f"http://localhost:{bound.getsockname()[1]}"
    app = create_app(ledger, config, origin)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive()
    served = Served(origin, ledger, app)
    yield served
    for client in served.clients:
        client.close()
    server.should_exit = True
    thread.join(30)
