"""Settings from the environment and .env: the only reader of the environment."""

from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from storage.domain.errors import SettingsError

FILE_SUFFIX: Final = "_FILE"


class Settings(BaseSettings):
    """Every setting; a secret can also be read from the file that ``NAME_FILE`` points to."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    data_dir: Path = Field(Path(".data"), description="Folder of the database and the keys.")
    database_url: SecretStr = Field(SecretStr(""), description="Empty: SQLite in DATA_DIR. Or postgresql://…")
    sessions_dir: Path | None = Field(
        None, description="Folder on tmpfs for open conversations. Empty: /dev/shm if there."
    )
    web_host: str = Field("127.0.0.1", description="Address the web page listens on.")
    web_port: int = Field(8080, ge=0, le=65535, description="Port the web page listens on.")
    public_url: str = Field("", description="How people reach the page, for links: https://doithoai.example.gov.vn")
    embed_origins: str = Field("", description="Origins that may frame the page, parted by blanks.")
    timezone: str = Field("Asia/Ho_Chi_Minh", description="The office's time zone.")
    telegram_token: SecretStr = Field(SecretStr(""), description="Not used yet: the Telegram bot's token.")
    telegram_api_base: str = Field("", description="Not used yet: another Telegram server.")
    telegram_webhook_secret: SecretStr = Field(SecretStr(""), description="Not used yet.")
    zalo_bot_token: SecretStr = Field(SecretStr(""), description="Not used yet: the Zalo bot's token.")
    zalo_api_base: str = Field("", description="Not used yet: another Zalo server.")
    zalo_webhook_secret: SecretStr = Field(SecretStr(""), description="Not used yet.")

    @field_validator("sessions_dir", mode="before")
    @classmethod
    def _no_folder(cls, value: Any) -> Any:
        return value or None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("unknown time zone, for instance Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("public_url")
    @classmethod
    def _whole_url(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _FromFiles(settings_cls), dotenv_settings

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str:
        """The database's URL, with its default."""
        return self.database_url.get_secret_value() or f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'doithoai.db'}"

    @property
    def page(self) -> str:
        """The address of the page, for links."""
        return self.public_url or f"http://{self.web_host}:{self.web_port}"


class _FromFiles(EnvSettingsSource):
    """``NAME_FILE`` in the environment: the value of the secret ``NAME`` is the content of that file."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        if field.annotation is not SecretStr:
            return None, field_name, False
        path = self.env_vars.get((field_name + FILE_SUFFIX).lower())
        return (Path(path).read_text(encoding="utf-8").strip() if path else None), field_name, False


def load_settings(**overrides: Any) -> Settings:
    """The settings; raises SettingsError that names every wrong one at once, and never shows a value."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        wrong = [f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError(wrong) from None
    except OSError as error:
        raise SettingsError([f"cannot read a secret's file: {error.strerror}"]) from None
