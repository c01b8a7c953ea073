"""The one configuration: defaults, then `communique.toml`, then `COMMUNIQUE_…` in the environment."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

__all__ = ["Config"]


class Config(BaseSettings):
    """Settings of a run; every field is documented in `docs/configuration.md`."""

    model_config = SettingsConfigDict(
        env_prefix="COMMUNIQUE_", toml_file="communique.toml", frozen=True, extra="forbid"
    )

    threads: int = Field(default=0, ge=0, description="Threads of the extraction model; 0 takes every core.")
    batch_reports: int = Field(default=64, ge=1, description="Reports that are extracted together.")
    min_confidence: float = Field(
        default=0.0, ge=0, le=1, description="Claims below this confidence are left out."
    )
    model: Path | None = Field(
        default=None,
        description="Folder of an extraction model of your own, in the place of the one in the package.",
    )
    extractor: Literal["trained", "llm"] = Field(
        default="trained", description="Who reads: the trained model, or a language model behind a server."
    )
    llm_url: str = Field(
        default="http://localhost:8080/v1", description="Address of an OpenAI-compatible server."
    )
    llm_model: str = Field(default="default", description="Name of the model that the server is asked for.")
    llm_key: SecretStr | None = Field(default=None, description="Key for the server, where it asks for one.")
    llm_timeout: float = Field(default=120, gt=0, description="Seconds that one answer may take.")
    llm_per_minute: int = Field(default=0, ge=0, description="Most requests a minute; 0 is no bound.")
    llm_price_in: float | None = Field(
        default=None, ge=0, description="Price of a million tokens asked, to show what a run costs."
    )
    llm_price_out: float | None = Field(default=None, ge=0, description="Price of a million tokens answered.")
    llm_confidence: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="Confidence written into claims of a language model, which gives none of its own.",
    )
    gazetteer: Path | None = Field(
        default=None, description="Your own places, beside the built-in gazetteer."
    )
    actors: Path | None = Field(default=None, description="Your own actors, beside the built-in list.")

    @classmethod
    def settings_customise_sources(  # noqa: D102 - documented by pydantic-settings
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
