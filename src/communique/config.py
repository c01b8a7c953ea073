"""The one configuration: defaults, then `communique.toml`, then `COMMUNIQUE_…` in the environment."""

from pathlib import Path

from pydantic import Field
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
