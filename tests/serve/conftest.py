"""A real server on a ledger of each kind, a real OpenID provider, and a real browser where there is one."""

import importlib.util
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")

from communique.config import Config, Provider
from communique.ledger import Ledger, open_ledger

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(Path(__file__).parent), str(TESTS)]

from serving import Served, serve  # noqa: E402 - lies beside this file


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"shared_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_ledgers = _module(TESTS / "ledger" / "conftest.py")
postgres, new_location, location = _ledgers.postgres, _ledgers.new_location, _ledgers.location


@pytest.fixture
def ledger(location: str) -> Iterator[Ledger]:
    with open_ledger(location) as opened:
        yield opened


@pytest.fixture
def start(ledger: Ledger) -> Iterator[Callable[..., Served]]:
    """Start the site with some settings; limits are off unless a test sets them."""
    running: list[Iterator[Served]] = []

    def started(**settings: Any) -> Served:
        running.append(serve(ledger, Config(**{"requests_per_minute": 0, "guests": True, **settings})))
        return next(running[-1])

    yield started
    for one in running:
        next(one, None)


@pytest.fixture
def site(start: Callable[..., Served]) -> Served:
    return start()


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    """A real OpenID provider, at which everybody may sign in under any name."""
    if importlib.util.find_spec("oidc_provider_mock") is None:
        pytest.skip("oidc-provider-mock is not installed")
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    claims = json.dumps({"sub": "rhea", "name": "Rhea Reader"})
    command = [sys.executable, "-m", "oidc_provider_mock", "-n", "-p", str(port), "--user-claims", claims]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as process:
        _await_start(process, port)
        issuer = f"http://localhost:{port}"
        yield Provider(name="Test", issuer=issuer, client_id="communique", client_secret="secret")
        process.terminate()


def _await_start(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + 90
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError("the provider does not start") from None
            time.sleep(0.2)
