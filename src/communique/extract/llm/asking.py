"""Questions to an OpenAI-compatible server: repeated where that helps, counted, and never too many."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from communique.extract.llm.answers import AnswerError
from communique.model import Claim

__all__ = ["Asked", "Server", "ServerError", "Usage"]

ATTEMPTS: Final = 4
LONGEST_WAIT: Final = 60.0  # seconds, whatever a server asks for
_PASSING: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_HINTS: Final = {
    401: "set COMMUNIQUE_LLM_KEY to a key that the server takes",
    403: "set COMMUNIQUE_LLM_KEY to a key that may use this model",
    404: "look at --url, which ends in /v1 on most servers, and at --model",
}


class ServerError(RuntimeError):
    """The server answers no question at all: there is no use in asking for the next report."""


@dataclass(frozen=True)
class Asked:
    """What came of a question."""

    claims: tuple[Claim, ...]
    dropped: int


@dataclass
class Usage:
    """What was asked and used: tokens as the server counts them, prices a million tokens."""

    price_in: float | None = None
    price_out: float | None = None
    reports: int = 0
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    dropped: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def count(self, **more: int) -> None:
        """Add to the figures."""
        with self._lock:
            for name, number in more.items():
                setattr(self, name, getattr(self, name) + number)

    @property
    def cost(self) -> float | None:
        """The cost in the currency of the prices; null where no price is known."""
        if self.price_in is None or self.price_out is None:
            return None
        return (self.tokens_in * self.price_in + self.tokens_out * self.price_out) / 1e6

    def __str__(self) -> str:
        cost = "" if self.cost is None else f", cost {self.cost:.4f}"
        return (
            f"{self.reports} reports in {self.requests} requests, {self.tokens_in} tokens in and "
            f"{self.tokens_out} out{cost}; {self.dropped} values dropped that the reports do not bear out"
        )


class Server:
    """One model behind `URL/chat/completions`.

    `per_minute` bounds the requests a minute, over all threads; 0 is no bound. `timeout` is in seconds.
    `transport` and `sleep` are for tests.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str | None = None,
        timeout: float = 120,
        per_minute: int = 0,
        usage: Usage | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.model, self.usage = model, usage or Usage()
        self._url = url.rstrip("/") + "/chat/completions"
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, timeout=timeout, transport=transport, trust_env=False)
        self._sleep, self._gap = sleep, 60 / per_minute if per_minute else 0.0
        self._next, self._lock = 0.0, threading.Lock()
        self._with_schema = True

    def ask(
        self, instructions: str, question: str, schema: dict[str, Any], read: Callable[[str], Asked]
    ) -> Asked | str:
        """Return what `read` makes of the answer, or why there is none. Raises `ServerError`."""
        reason = ""
        for attempt in range(ATTEMPTS):
            self._take_turn()
            response = None
            try:
                response = self._client.post(self._url, json=self._body(instructions, question, schema))
            except httpx.TimeoutException:
                reason = f"the server at {self._url} gave no answer in time"
            except httpx.HTTPError as error:
                reason = f"the server at {self._url} cannot be reached: {error or type(error).__name__}"
            else:
                outcome = self._outcome(response, read)
                if isinstance(outcome, Asked):
                    self.usage.count(reports=1, dropped=outcome.dropped)
                    return outcome
                reason, again = outcome
                if not again:
                    return reason
            if attempt < ATTEMPTS - 1:
                self._sleep(_wait(response, attempt))
        if not self.usage.requests:
            raise ServerError(f"{reason}; look at --url and whether the server runs")
        return f"{reason} ({ATTEMPTS} attempts)"

    def _outcome(self, response: httpx.Response, read: Callable[[str], Asked]) -> Asked | tuple[str, bool]:
        """Return what the answer holds, or the reason why nothing, and whether to ask again."""
        self.usage.count(requests=1)
        status = response.status_code
        if status in _PASSING:
            return f"the server answers {status} {response.reason_phrase}", True
        if status == 400 and self._with_schema and "response_format" in response.text:
            self._with_schema = False  # the instructions still ask for JSON, and every value is checked
            return "the server knows no answers by schema", True
        if status in _HINTS:
            raise ServerError(f"{self._url} answers {status}: {_HINTS[status]}")
        if status >= 300:
            return f"the server answers {status}: {response.text[:200]}", False
        try:
            told = response.json()
            choice = told["choices"][0]
            answer = choice["message"]["content"] or ""
            used = told.get("usage") or {}
            self.usage.count(
                tokens_in=int(used.get("prompt_tokens", 0)), tokens_out=int(used.get("completion_tokens", 0))
            )
        except (ValueError, LookupError, TypeError, AttributeError):
            return "the server's answer has no choices[0].message.content", True
        if choice.get("finish_reason") == "length":
            return (
                "the answer was cut off at the server's limit of tokens; raise it, or split the report",
                False,
            )
        try:
            return read(answer)
        except AnswerError as error:
            return str(error), True

    def _body(self, instructions: str, question: str, schema: dict[str, Any]) -> dict[str, Any]:
        form = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": schema}}
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": question}]
        body = {"model": self.model, "messages": messages, "temperature": 0, "seed": 1}
        return body | ({"response_format": form} if self._with_schema else {})

    def _take_turn(self) -> None:
        if not self._gap:
            return
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._gap
        self._sleep(turn - now)


def _wait(response: httpx.Response | None, attempt: int) -> float:
    """Return the seconds to wait: what the server asks for, else doubling from one."""
    asked = response.headers.get("retry-after", "") if response is not None else ""
    return min(LONGEST_WAIT, float(asked) if asked.replace(".", "", 1).isdigit() else 2.0**attempt)
