"""Communique reads reports about armed conflict and keeps account of what they claim.

From Python it has the words of its commands: `communique.read`, `communique.open_ledger` and what these
return; see `docs/python.md`. Importing it loads none of that. The types are in
`__init__.pyi` beside this file.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Final

__version__ = "0.1.0"

_API: Final = "communique.api"
_OFFERED: Final = frozenset(
    {
        "Claims",
        "EventPage",
        "Events",
        "LedgerError",
        "MissingFramesError",
        "OpenLedger",
        "ReadWarning",
        "Reports",
        "geoparse",
        "open_ledger",
        "times",
    }
)
__all__ = sorted(_OFFERED | {"__version__", "read"})


class _Read(ModuleType):
    """The stage `communique.read`, which can also be called: it is the command of the same name."""

    def __call__(self, *given: Any, **named: Any) -> Any:
        return import_module(_API).read(*given, **named)


class _Package(ModuleType):
    """Makes the stage `read` callable when it is loaded, by whomever."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "read" and isinstance(value, ModuleType):
            value.__class__ = _Read
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name == "read":
        return import_module("communique.read")
    if name in _OFFERED:
        return getattr(import_module(_API), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
