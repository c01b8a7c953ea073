"""What holds for a whole ingest: languages and the limits that one record must keep to."""

from dataclasses import dataclass, field
from typing import Any, Final

from communique.config import Config

__all__ = ["FORMAT_VERSION", "IngestError", "Settings"]

FORMAT_VERSION: Final = 2
"""Version of the output; raised whenever the same input may give other bytes."""

_OF_CONFIG: Final = {"min_confidence", "model", "gazetteer", "actors"}  # what the output depends on


class IngestError(RuntimeError):
    """An ingest that cannot begin: an input is missing, or the output folder cannot be written."""


def _alone(**given: Any) -> Config:
    return Config(threads=1, batch_reports=1, extractor="trained", **given)


@dataclass(frozen=True)
class Settings:
    """Limits of one record, and what is kept; written into every manifest.

    `languages` are ISO 639-1 codes; what has no language that can be told is kept. `seconds` is processor
    time, which a busy machine does not use up; `megabytes` bounds what one record may make a worker allocate,
    and `page_bytes` one page or line, decompressed (Common Crawl cuts pages at 5 MB). `config` is
    the run's, with the trained model as reader.
    """

    languages: tuple[str, ...] = ("en",)
    seconds: float = 60.0
    megabytes: int = 500
    page_bytes: int = 5_000_000
    config: Config = field(default_factory=lambda: _alone())

    def as_json(self) -> dict[str, Any]:
        """Return the settings as plain values."""
        config = self.config.model_dump(mode="json", include=_OF_CONFIG)
        languages = list(self.languages)
        return {**vars(self), "languages": languages, "config": config}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Settings":
        """Return the settings that `as_json` gave."""
        config = _alone(**values["config"])
        return cls(**{**values, "languages": tuple(values["languages"]), "config": config})
