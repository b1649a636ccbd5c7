"""The settings: from the environment, from .env or from a secret's file; every mistake at once, and no value shown."""

from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from bot.config import Settings, load_settings
from storage.domain.errors import Problem, SettingsError

SECRET: Final = "mat-khau-khong-ai-biet"
SECRETS: Final = [name for name, field in Settings.model_fields.items() if field.annotation is SecretStr]
OTHERS: Final = {
    "data_dir": ("/srv/doithoai", Path("/srv/doithoai")),
    "sessions_dir": ("/run/doithoai", Path("/run/doithoai")),
    "keys_dir": ("/srv/keys", Path("/srv/keys")),
    "delivery_socket": ("/run/doithoai/delivery.sock", Path("/run/doithoai/delivery.sock")),
    "web_host": ("0.0.0.0", "0.0.0.0"),  # noqa: S104 - nothing listens on it
    "web_port": ("8443", 8443),
    "public_url": ("https://doithoai.example.gov.vn/", "https://doithoai.example.gov.vn"),
    "embed_origins": ("https://a.example https://b.example", "https://a.example https://b.example"),
    "timezone": ("Asia/Bangkok", "Asia/Bangkok"),
    "telegram_api_base": ("http://127.0.0.1:9001", "http://127.0.0.1:9001"),
    "zalo_api_base": ("http://127.0.0.1:9002", "http://127.0.0.1:9002"),
    "anonymous_per_hour": ("50", 50),
    "zalo_monthly_messages": ("500", 500),
    "zalo_media_hosts": ("anh.example", "anh.example"),
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and no setting of this machine."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)


def value_of(settings: Settings, name: str) -> object:
    value = getattr(settings, name)
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def write(name: str, content: str) -> str:
    """A file in the present folder; its whole path."""
    path = Path(name).absolute()
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_every_setting_has_its_test() -> None:
    """The tables above hold each field of ``Settings`` once."""
    assert sorted([*SECRETS, *OTHERS]) == sorted(Settings.model_fields)


@pytest.mark.parametrize("name", OTHERS)
def test_a_setting_comes_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is read from the variable of its name, in its type."""
    given, expected = OTHERS[name]
    monkeypatch.setenv(name.upper(), given)
    assert value_of(load_settings(), name) == expected


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_comes_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read from the variable of its name, and printing the settings does not show it."""
    monkeypatch.setenv(name.upper(), SECRET)
    settings = load_settings()
    assert value_of(settings, name) == SECRET
    assert SECRET not in repr(settings) + str(settings)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_comes_from_a_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """``NAME_FILE`` names the file that holds it; the end of its line does not belong to it."""
    monkeypatch.setenv(f"{name.upper()}_FILE", write("secret", f"{SECRET}\n"))
    assert value_of(load_settings(), name) == SECRET


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_file_may_be_named_in_env(name: str) -> None:
    """``NAME_FILE`` works in .env as well, also beside the empty ``NAME=`` of the example."""
    write(".env", f"{name.upper()}=\n{name.upper()}_FILE={write('secret', SECRET)}\n")
    assert value_of(load_settings(), name) == SECRET


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_secret_comes_from_no_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """``NAME_FILE`` is for secrets only."""
    monkeypatch.setenv(f"{name.upper()}_FILE", write("value", OTHERS[name][0]))
    assert value_of(load_settings(), name) == value_of(Settings.model_construct(), name)


def test_the_environment_goes_before_the_file() -> None:
    """A setting is read from .env where the environment does not have it."""
    write(".env", "WEB_HOST=10.0.0.1\nWEB_PORT=9000\n")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("WEB_PORT", "9001")
        settings = load_settings()
    assert (settings.web_host, settings.web_port) == ("10.0.0.1", 9001)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_an_empty_value_means_the_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """``NAME=`` is the same as no such line, in .env and in the environment."""
    write(".env", f"{name.upper()}=\n")
    monkeypatch.setenv(name.upper(), "")
    assert value_of(load_settings(), name) == value_of(Settings.model_construct(), name)


def test_what_is_not_ours_is_left_alone() -> None:
    """Other programs' lines in .env are no mistake."""
    write(".env", "POSTGRES_PASSWORD=x\n")
    load_settings()


def test_all_mistakes_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wrong setting is named, each with its own sentence, in one go."""
    wrong = {
        "WEB_PORT": "cổng",
        "PUBLIC_URL": "doithoai.example",
        "TIMEZONE": "Hà Nội",
        "DATABASE_URL_FILE": "/không/có",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    missing = Problem("settings-secret-file", {"name": "DATABASE_URL_FILE", "why": "No such file or directory"})
    assert set(map(str, caught.value.problems_found)) == {
        "settings-web-port()",
        "settings-public-url()",
        "settings-timezone()",
        str(missing),
    }


@pytest.mark.parametrize("port", ["-1", "65536", "8080.5", "0x1F90", "tám mươi"])
def test_a_port_is_a_number_a_port_can_be(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """0 to 65535, in digits."""
    monkeypatch.setenv("WEB_PORT", port)
    with pytest.raises(SettingsError, match="settings-web-port"):
        load_settings()


@pytest.mark.parametrize("zone", ["Asia/Hanoi", "Asia", "../etc/passwd", "/etc/localtime", "+07:00"])
def test_a_zone_is_one_of_the_known(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an offset nor a path is a time zone."""
    monkeypatch.setenv("TIMEZONE", zone)
    with pytest.raises(SettingsError, match="settings-timezone"):
        load_settings()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_wrong_value_is_never_shown(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a setting is given by mistake, a secret pasted into the wrong line too, the error does not repeat it."""
    monkeypatch.setenv(name.upper(), SECRET)
    monkeypatch.setenv("WEB_PORT", SECRET)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert SECRET not in f"{caught.value} {caught.value!r} {caught.value.problems_found}"
    assert caught.value.__suppress_context__


def test_a_file_that_is_no_text_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret's file in another encoding, or an unreadable .env, is a mistake like the others."""
    Path("secret").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("TELEGRAM_TOKEN_FILE", str(Path("secret").absolute()))
    with pytest.raises(SettingsError, match="name=TELEGRAM_TOKEN_FILE"):
        load_settings()
    monkeypatch.delenv("TELEGRAM_TOKEN_FILE")
    Path(".env").write_bytes(b"DATA_DIR=\xff")
    with pytest.raises(SettingsError, match=r"name=\.env"):
        load_settings()


def test_the_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    """Without DATABASE_URL it is SQLite there, by its whole path: a command run elsewhere finds the same one."""
    assert load_settings().database == f"sqlite:///{tmp_path}/.data/doithoai.db"
    assert load_settings(database_url="postgresql://db/ten").database == "postgresql://db/ten"


def test_the_page_has_an_address() -> None:
    """The public one if it is set, else the one that is listened on."""
    assert load_settings(web_port=9000).page == "http://127.0.0.1:9000"
    assert load_settings(public_url="https://doithoai.example/").page == "https://doithoai.example"


def test_the_zone_is_ready_for_use() -> None:
    """Times of the office are in Vietnam's zone unless it is told otherwise."""
    assert load_settings().zone == ZoneInfo("Asia/Ho_Chi_Minh")
