"""Claims read by a language model behind any OpenAI-compatible server (llama.cpp, vLLM, Ollama and others).

The same contract as the trained extractor's. Whatever a model answers is held against the report: a value
that does not stand there, word for word, is dropped and counted.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from communique.config import Config
from communique.extract.llm.answers import read_answer
from communique.extract.llm.asking import Asked, Server, ServerError, Usage
from communique.extract.llm.instructions import INSTRUCTIONS, answer_schema
from communique.model import Claim, Fault, Report

__all__ = ["LlmExtractor", "LlmSettings", "Server", "ServerError", "Usage", "open_llm"]


@dataclass(frozen=True)
class LlmSettings:
    """What of an answer is the asker's to say."""

    confidence: float
    """Stands in every claim: a language model gives no calibrated probability. Measure yours and set it."""
    threads: int = 4
    """Reports that are asked for at the same time."""


class LlmExtractor:
    """Asks a server for the claims of each report, one report a question."""

    def __init__(self, server: Server, settings: LlmSettings) -> None:
        self.server, self.settings = server, settings
        self._schema = answer_schema()

    @property
    def origin(self) -> str:
        """Name of the model, as written into claims."""
        return f"llm {self.server.model}"

    @property
    def usage(self) -> Usage:
        """What was asked and used until now."""
        return self.server.usage

    def claims(self, reports: list[Report]) -> list[tuple[Claim, ...] | Fault]:
        """Return the claims of each report, or the fault for which it has none.

        Raises `ServerError` where no report could be read: a wrong address, a refused key, no such model.
        """
        if len(reports) == 1 or self.settings.threads == 1:
            return [self._read(report) for report in reports]
        with ThreadPoolExecutor(self.settings.threads) as pool:
            return list(pool.map(self._read, reports))

    def _read(self, report: Report) -> tuple[Claim, ...] | Fault:
        def read(answer: str) -> Asked:
            return Asked(*read_answer(answer, report, self.origin, self.settings.confidence))

        outcome = self.server.ask(INSTRUCTIONS, _question(report), self._schema, read)
        if isinstance(outcome, str):
            return Fault(location=report.location or report.id, reason=outcome)
        return outcome.claims


def open_llm(config: Config) -> LlmExtractor:
    """Return the extractor that asks the server of the configuration; nothing is asked yet."""
    server = Server(
        config.llm_url,
        config.llm_model,
        key=config.llm_key.get_secret_value() if config.llm_key else None,
        timeout=config.llm_timeout,
        per_minute=config.llm_per_minute,
        usage=Usage(config.llm_price_in, config.llm_price_out),
    )
    return LlmExtractor(server, LlmSettings(config.llm_confidence, config.threads or 4))


def _question(report: Report) -> str:
    published = f"Published: {report.published}\n" if report.published else ""
    title = f"Title: {report.title}\n" if report.title else ""
    return f"{title}{published}Text:\n{report.text}"
