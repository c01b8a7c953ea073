"""The site: routers from a plain table, under one guard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException

from communique import __version__
from communique.config import Config
from communique.ledger import Ledger, LedgerError
from communique.publish.words import neutral
from communique.serve.desk import Desk
from communique.serve.door import Site, page
from communique.serve.guard import Guard, RefusalLog
from communique.serve.limiting import Limiter
from communique.serve.openid import OpenID
from communique.serve.public import warm

__all__ = ["ROUTERS", "create_app"]

HERE: Final = Path(__file__).parent
ROUTERS: Final = (
    "public",
    "api",
    "feeds",
    "signin",
    "members",
    "review",
    "pairing",
    "moderation",
    "responses",
)
"""Modules of this package with a `router` each."""


def create_app(
    ledger: Ledger, config: Config, origin: str, *, base: str = "", frozen: bool = False
) -> FastAPI:
    """Return the site on a ledger; `origin` is its address without a path, `https://war.example`.

    `base` and `frozen` are for writing it to files: see `communique.serve.freezing`.
    """
    access = ledger.access
    refusals, desk, limiter = RefusalLog(access), Desk(ledger), Limiter(access)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(run_in_threadpool(warm, desk))
        yield
        with suppress(LedgerError):  # whoever asks is told of it
            await warming
        desk.close()
        refusals.close()
        limiter.close()

    app = FastAPI(
        title="Communique",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=running,
    )
    templates = Jinja2Templates(HERE / "templates")
    templates.env.finalize = _shown
    app.state.site = Site(
        ledger=ledger,
        access=access,
        config=config,
        origin=origin,
        desk=desk,
        providers=tuple(OpenID(provider, f"{origin}/sign-in/return") for provider in config.sign_in),
        templates=templates,
        refusals=refusals,
        limiter=limiter,
        base=base,
        frozen=frozen,
    )
    for name in ROUTERS:
        app.include_router(import_module(f"communique.serve.{name}").router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_middleware(
        Guard,
        origin=origin,
        requests_per_minute=config.requests_per_minute,
        refusals=refusals,
        limiter=limiter,
    )
    return app


def _shown(value: Any) -> Any:
    """Return what a template writes without characters that hide or turn around the words after them."""
    return neutral(value, keep_lines=True) if type(value) is str else value


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _error(request, error.status_code, str(error.detail))


def _malformed(request: Request, _: Exception) -> Response:
    return _error(request, 422, "malformed request")


def _error(request: Request, status: int, why: str) -> Response:
    """Answer with one shape of error: a page for a browser, JSON for a program."""
    if request.url.path.startswith("/api") or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"status": status, "error": why}, status, {"cache-control": "no-store"})
    return page(request, "error.html", status, number=status, why=why)
