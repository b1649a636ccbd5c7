"""Settings from the environment and .env: the only reader of the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from storage.domain.errors import Problem, SettingsError

ENV_FILE: Final = ".env"
FILE_SUFFIX: Final = "_FILE"
# What is said of a setting that is wrong. Those that are not here take any text.
_SENTENCES: Final = {
    "web_port": "settings-web-port",
    "public_url": "settings-public-url",
    "timezone": "settings-timezone",
    "anonymous_per_hour": "settings-anonymous-per-hour",
    "zalo_monthly_messages": "settings-zalo-messages",
}


class Settings(BaseSettings):
    """Every setting; a secret can also be read from the file that ``NAME_FILE`` points to."""

    # env_ignore_empty: "NAME=", as .env.example has it, means the default.
    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = Field(Path(".data"), description="Folder of the database and the keys.")
    database_url: SecretStr = Field(SecretStr(""), description="Empty: SQLite in DATA_DIR. Or postgresql://…")
    sessions_dir: Path | None = Field(
        None, description="Folder on tmpfs for open conversations. Empty: /dev/shm if there."
    )
    keys_dir: Path | None = Field(None, description="Folder of the keys. Empty: keys in DATA_DIR.")
    delivery_socket: Path | None = Field(
        None, description="Where the two roles meet, a Unix socket. Empty: delivery.sock in DATA_DIR."
    )
    web_host: str = Field("127.0.0.1", description="Address the web page listens on.")
    web_port: int = Field(8080, ge=0, le=65535, description="Port the web page listens on.")
    public_url: str = Field("", description="How people reach the page, for links: https://doithoai.example.gov.vn")
    embed_origins: str = Field("", description="Origins that may frame the page, parted by blanks.")
    timezone: str = Field("Asia/Ho_Chi_Minh", description="The office's time zone.")
    anonymous_per_hour: int = Field(
        200, ge=0, description="Concerns without a name taken in an hour; more are asked to wait. 0: no ceiling."
    )
    telegram_token: SecretStr = Field(SecretStr(""), description="The Telegram bot's token. Empty: no Telegram.")
    telegram_api_base: str = Field("", description="Another Telegram server than Telegram's own: http://127.0.0.1:8081")
    telegram_webhook_secret: SecretStr = Field(
        SecretStr(""), description="If set, Telegram calls PUBLIC_URL/telegram with it. Empty: we ask Telegram."
    )
    zalo_bot_token: SecretStr = Field(SecretStr(""), description="The Zalo bot's token. Empty: no Zalo.")
    zalo_api_base: str = Field("", description="Another Zalo server than Zalo's own: http://127.0.0.1:8090")
    zalo_webhook_secret: SecretStr = Field(
        SecretStr(""), description="If set, Zalo calls PUBLIC_URL/zalo with it. Empty: we ask Zalo."
    )
    zalo_monthly_messages: int = Field(
        3000, ge=0, description="Messages a month in the bot's plan; the office is warned before. 0: no limit known."
    )
    zalo_media_hosts: str = Field(
        "zdn.vn zadn.vn zaloapp.com", description="Domains of Zalo's servers that photos are fetched from."
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder such as "Asia"
            raise ValueError("unknown time zone") from None
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
        assert isinstance(env_settings, EnvSettingsSource) and isinstance(dotenv_settings, EnvSettingsSource)
        return (
            init_settings,
            env_settings,
            _FromFiles(settings_cls, env_settings.env_vars),
            dotenv_settings,
            _FromFiles(settings_cls, dotenv_settings.env_vars),
        )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str:
        """The database's URL, with its default."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir.resolve() / 'doithoai.db'}"

    @property
    def keys(self) -> Path:
        """The folder of the keys, with its default."""
        return self.keys_dir or self.data_dir / "keys"

    @property
    def link(self) -> Path:
        """Where front and delivery meet, with its default."""
        return self.delivery_socket or self.data_dir / "delivery.sock"

    @property
    def page(self) -> str:
        """The address of the page, for links."""
        return self.public_url or f"http://{self.web_host}:{self.web_port}"


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """Stands for a secret whose file cannot be read: as it is no text, it is reported with all that is wrong."""

    why: str


class _FromFiles(EnvSettingsSource):
    """``NAME_FILE`` among the variables: the value of the secret ``NAME`` is the content of that file."""

    def __init__(self, settings_cls: type[BaseSettings], variables: Mapping[str, str | None]) -> None:
        super().__init__(settings_cls)
        self.env_vars = variables

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = self.env_vars.get((field_name + FILE_SUFFIX).lower()) if field.annotation is SecretStr else None
        return (_content(Path(path)) if path else None), field_name, False


def _content(path: Path) -> str | _Unreadable:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        return _Unreadable(error.strerror or "")
    except UnicodeDecodeError:
        return _Unreadable("not UTF-8")


def load_settings(**overrides: Any) -> Settings:
    """The settings; raises SettingsError that names every wrong one at once, and never shows a value."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(*map(_problem, error.errors())) from None
    except OSError as error:
        raise SettingsError(_cannot_read(ENV_FILE, error.strerror or "")) from None
    except UnicodeDecodeError:
        raise SettingsError(_cannot_read(ENV_FILE, "not UTF-8")) from None


def _problem(error: ErrorDetails) -> Problem:
    name = str(error["loc"][0])
    if isinstance(error["input"], _Unreadable):
        return _cannot_read(name.upper() + FILE_SUFFIX, error["input"].why)
    return Problem(_SENTENCES[name])


def _cannot_read(name: str, why: str) -> Problem:
    return Problem("settings-secret-file", {"name": name, "why": why})
