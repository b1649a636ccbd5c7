"""The unit files under deploy/: well formed, hardened, and parted as the promise says."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.config import Settings

DEPLOY: Final = Path(__file__).parents[2] / "deploy"
SERVICES: Final = sorted(DEPLOY.glob("*.service"))
UNITS: Final = [*SERVICES, *sorted(DEPLOY.glob("*.timer"))]
HARDENED: Final = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
    "PrivateDevices": "yes", "ProtectProc": "invisible", "CapabilityBoundingSet": "", "UMask": "0077",
    "LimitCORE": "0", "MemorySwapMax": "0", "RestrictSUIDSGID": "yes", "SystemCallFilter": "@system-service",
}  # fmt: skip
PROGRAM: Final = "/opt/doithoai/.venv/bin/doithoai"


def read(path: Path) -> dict[str, dict[str, list[str]]]:
    """Sections with the values of each key; raises for a line that is neither."""
    sections: dict[str, dict[str, list[str]]] = {}
    for line in path.read_text(encoding="ascii").splitlines():
        if not line or line.startswith("#"):
            continue
        if head := re.fullmatch(r"\[(\w+)\]", line):
            current = sections.setdefault(head[1], {})
            continue
        found = re.fullmatch(r"([A-Za-z]+)=(.*)", line)
        if found is None:
            raise configparser.ParsingError(f"{path.name}: {line}")
        current.setdefault(found[1], []).append(found[2])
    return sections


def environment_of(service: dict[str, list[str]]) -> dict[str, str]:
    pairs = " ".join(service.get("Environment", [])).split()
    return dict(pair.split("=", 1) for pair in pairs)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_every_service_is_hardened(path: Path) -> None:
    """None gains rights, sees homes, leaves a core, or goes into swap."""
    service = read(path)["Service"]
    assert {name: service.get(name, ["?"])[-1] for name in HARDENED} == HARDENED
    assert service["User"] not in (["root"], ["0"])


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_every_service_calls_what_there_is(path: Path) -> None:
    """Its command and its settings are those of this version; no secret stands in a unit file."""
    service = read(path)["Service"]
    (command,) = service["ExecStart"]
    words = re.findall(r"[^\s'\"]+", command.partition(PROGRAM)[2])
    assert CliRunner().invoke(cli, [words[0], "--help"]).exit_code == 0
    for name in environment_of(service):
        field = Settings.model_fields[name.removesuffix("_FILE").lower()]
        assert "Secret" not in str(field.annotation) or name.endswith("_FILE"), name


def test_the_roles_are_parted() -> None:
    """Different users; the keys of one are out of the other's sight; only delivery can be called by nobody."""
    front, delivery = (read(DEPLOY / f"doithoai-{part}.service")["Service"] for part in ("front", "delivery"))
    assert front["User"] != delivery["User"] and front["Group"] != delivery["Group"]
    assert front["SupplementaryGroups"] == delivery["SupplementaryGroups"] == ["doithoai-link"]
    (credential,) = delivery["LoadCredential"]
    keys = credential.partition(":")[2]
    assert any(keys in hidden for hidden in front["InaccessiblePaths"])
    assert "LoadCredential" not in front
    ours, theirs = environment_of(front), environment_of(delivery)
    assert ours["DELIVERY_SOCKET"] == theirs["DELIVERY_SOCKET"]
    assert ours["KEYS_DIR"].startswith("/var/lib/doithoai/") and theirs["KEYS_DIR"] == "%d"
    assert any("/var/lib/doithoai" in hidden for hidden in delivery["InaccessiblePaths"])
    assert delivery["SocketBindDeny"] == ["any"]
    assert "StateDirectory" not in delivery


def test_users_and_folders_are_made() -> None:
    """Whatever user, group and folder the units name is in the lists of users and folders."""
    users = (DEPLOY / "doithoai.sysusers.conf").read_text()
    folders = (DEPLOY / "doithoai.tmpfiles.conf").read_text()
    for path in SERVICES:
        service = read(path)["Service"]
        for name in service["User"]:
            assert re.search(rf"^u {name} ", users, re.MULTILINE), name
        for folder in service.get("ReadWritePaths", []):
            assert f"d {folder} " in folders
    assert re.search(r"^d /etc/doithoai/delivery-keys 0700 root root ", folders, re.MULTILINE)
    assert re.search(r"^d /run/doithoai 2750 doithoai-front doithoai-link ", folders, re.MULTILINE)


def test_the_service_manager_takes_them(tmp_path: Path) -> None:
    """Its own check finds nothing to say, with a program that exists in the place of ours."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze here")
    for path in UNITS:
        (tmp_path / path.name).write_text(path.read_text().replace(PROGRAM, "/bin/true"))
    command = [analyze, "verify", "--man=no", *(str(tmp_path / path.name) for path in UNITS)]
    ran = subprocess.run(
        command, env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


def test_the_users_can_be_made(tmp_path: Path) -> None:
    """The program that makes users takes every line of the list."""
    sysusers = shutil.which("systemd-sysusers")
    if sysusers is None:
        pytest.skip("there is no systemd-sysusers here")
    (tmp_path / "etc").mkdir()
    command = [sysusers, f"--root={tmp_path}", "--dry-run", "-"]
    lines = (DEPLOY / "doithoai.sysusers.conf").read_text()
    ran = subprocess.run(command, input=lines, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
