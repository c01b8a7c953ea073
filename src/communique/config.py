"""The one configuration: defaults, then `communique.toml`, then `COMMUNIQUE_…` in the environment."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

__all__ = ["Config", "Provider"]


class Provider(BaseModel):
    """An OpenID Connect provider through which one signs in: `issuer` is its address, over https."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    issuer: str = Field(pattern=r"^(https://|http://(localhost|127\.0\.0\.1)(:\d+)?(/|$))")
    client_id: str = Field(min_length=1)
    client_secret: SecretStr | None = None


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

    site_address: str | None = Field(
        default=None,
        pattern=r"^https?://[^/?#\s]+$",
        description="The address under which readers reach the site, such as https://war.example.",
    )
    sign_in: tuple[Provider, ...] = Field(
        default=(), description="OpenID Connect providers through which one signs in to the site."
    )
    guests: bool = Field(
        default=False, description="Readers may respond without signing in, by a proof of work."
    )
    guest_work: int = Field(
        default=16, ge=1, le=30, description="Zero bits that a guest's proof of work must begin with."
    )
    session_hours: int = Field(default=12, ge=1, description="Hours after which one signs in anew.")
    requests_per_minute: int = Field(
        default=600, ge=0, description="Most requests of one client a minute; 0 is no bound."
    )
    responses_per_day: int = Field(
        default=10, ge=1, description="Most responses that one reader may send a day."
    )

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
