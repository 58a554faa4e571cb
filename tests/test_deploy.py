"""What is written for whoever runs the site names only what is there: files, commands, settings, addresses, secrets."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from curbside.cli import app
from curbside.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("curbside*"))
WRITTEN = sorted(one for one in DEPLOY.rglob("*") if one.is_file() and one.name != ".gitignore")
GUIDE = ROOT / "docs" / "how-to" / "deploy.md"
#: Variables that the program reads besides its settings.
VARIABLES = {"CURBSIDE_LIBRARY", "CURBSIDE_INDEX", "CURBSIDE_SITE_SECRET", "CURBSIDE_NAME"}
HARDENED = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
    "PrivateDevices": "yes", "CapabilityBoundingSet": "", "RestrictNamespaces": "yes", "UMask": "0077",
    "User": "curbside", "SystemCallArchitectures": "native",
}  # fmt: skip


def commands() -> dict[str, set[str]]:
    group = typer.main.get_command(app)
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in group.commands.items()  # type: ignore[attr-defined]  # a click group
    }


def lines_of(unit: Path) -> list[tuple[str, str]]:
    pairs = (line.partition("=") for line in unit.read_text(encoding="utf-8").splitlines() if line[:1].isalpha())
    return [(name, value) for name, _, value in pairs]


def compose() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return made


@pytest.mark.parametrize("file", [*WRITTEN, GUIDE], ids=lambda one: one.name)
def test_every_setting_and_command_is_there(file: Path) -> None:
    """CURBSIDE_... is a setting or a variable that is read, `curbside ...` a command with these options."""
    text = file.read_text(encoding="utf-8")
    known = VARIABLES | {f"CURBSIDE_{one.name.upper()}" for one in fields(Settings)}
    assert set(re.findall(r"\bCURBSIDE_[A-Z_]+[A-Z]\b", text)) <= known
    for name, options in re.findall(
        r"(?:bin/|^    |^|`|sudo -u curbside )curbside ([a-z-]+)([^\n`]*)", text, re.MULTILINE
    ):
        if name in {"curbside", "is", "in"}:
            continue
        assert name in commands(), name
        assert set(re.findall(r"(--[a-z-]+)", options.partition("#")[0])) <= commands()[name], name


def test_settings_of_the_guide_are_settings() -> None:
    """Every key of its TOML is one, with a value of its type."""
    import tomllib

    known = {one.name: type(getattr(Settings(), one.name)) for one in fields(Settings)}
    for block in re.findall(r"^```toml\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for name, value in tomllib.loads(block).items():
            assert isinstance(value, known[name]), name


def test_addresses_named_are_served() -> None:
    """Health checks and what a proxy hides are pages of the site."""
    pytest.importorskip("django", reason="the site needs curbside[web]")
    served = (ROOT / "src" / "curbside_web" / "urls.py").read_text(encoding="utf-8")
    for file in WRITTEN:
        for name in re.findall(r"/(healthz|readyz|metrics)\b", file.read_text(encoding="utf-8")):
            assert f'path("{name}"' in served
    for file in ("Caddyfile", "nginx.conf"):
        assert {"metrics", "readyz"} <= set(re.findall(r"metrics|readyz", (DEPLOY / file).read_text(encoding="utf-8")))


def test_the_image_is_made_of_what_is_there_and_runs_as_nobody() -> None:
    """Every file copied exists and is let in, packages come with their hashes, the last user is not root."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"}
    for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE):
        for source in [word for word in line.split() if not word.startswith("--")][:-1]:
            assert (ROOT / source).exists(), source
            assert source in let_in, source
    assert "--require-hashes" in text
    users = re.findall(r"^USER (\S+)$", text, re.MULTILINE)
    assert users[-1] == "10001:10001"
    assert re.findall(r"^(?:ENTRYPOINT|CMD) (.*)$", text, re.MULTILINE)[-2] == '["entrypoint.sh"]'
    served = yaml.safe_load(re.findall(r"^CMD (\[\"serve.*)$", text, re.MULTILINE)[-1])
    assert {one for one in served if one.startswith("--")} <= commands()["serve"]
    assert "--migrate" in served
    locked = (ROOT / "requirements" / "server.txt").read_text(encoding="utf-8")
    for package in ("django==", "psycopg==", "weasyprint==", "pyjwt==", "hatchling=="):
        assert package in locked


def test_the_services_fit_together() -> None:
    """Secrets, volumes and networks are declared, nobody but the proxy has a port, and what can be is read only."""
    whole = compose()
    ports = set()
    for name, service in whole["services"].items():
        assert set(service.get("secrets", [])) <= set(whole["secrets"]), name
        assert set(service.get("networks", [])) <= set(whole["networks"]), name
        assert set(service.get("depends_on", [])) <= set(whole["services"]), name
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in whole["volumes"] or (DEPLOY / source).exists(), volume
        for value in service.get("environment", {}).values():
            for secret in re.findall(r"/run/secrets/(\S+)", str(value)):
                assert secret in service["secrets"], name
        if service.get("ports"):
            ports.add(name)
        if name != "database":
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name
    assert ports == {"proxy"}
    assert whole["networks"]["inside"]["internal"] is True
    assert "outside" not in whole["services"]["database"]["networks"]
    reached = re.findall(r"reverse_proxy (\S+):8400", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"))
    # Both networks would answer to the name of the service, and only one of them is believed.
    assert reached == whole["services"]["site"]["networks"]["inside"]["aliases"] != ["site"]
    site = whole["services"]["site"]["environment"]
    assert site["CURBSIDE_SITE_PROXIES"] == whole["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    assert not re.search(r"(?i)password:[ ]*\S", (DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_units_are_hardened_and_start_what_is_there() -> None:
    """Each service has the same walls, each timer its service."""
    for unit in UNITS:
        told = dict(lines_of(unit))
        if unit.suffix == ".timer":
            assert unit.with_suffix(".service") in UNITS
            assert told["OnCalendar"].endswith(" UTC")
            continue
        for name, value in HARDENED.items():
            assert told.get(name) == value, (unit.name, name)
        assert ("serve" in told["ExecStart"]) <= ("--migrate" in told["ExecStart"])
        for started in (value for name, value in lines_of(unit) if name == "ExecStart"):
            program = started.split()[0].rpartition("/")[2]
            assert program == "curbside" or (DEPLOY / program).exists(), started


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """systemd-analyze finds nothing to complain of."""
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        for program in set(re.findall(r"/opt/curbside/bin/\S+", text)):
            text = text.replace(program, "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True,
        text=True,
    )
    complaints = [line for line in told.stderr.splitlines() if "curbside" in line]
    assert not complaints


def test_a_backup_is_taken_whole_with_the_head_beside_it(tmp_path: Path) -> None:
    """The script leaves a backup that can be restored, keeps the audit log's head, forgets old ones, and copies."""
    import curbside
    from curbside.articles.person import Person

    library, backups, other = tmp_path / "library", tmp_path / "backups", tmp_path / "other"
    with curbside.open(library) as desk:
        desk.archive.save_person(Person("ann", "Ann"), by="program")
    old = backups / "2020-01-01T000000Z"
    old.mkdir(parents=True)
    os.utime(old, (0, 0))
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "rsync").write_text('#!/bin/sh\nfor last; do :; done\nmkdir -p "$last" && cp -R "$BACKUPS/." "$last"\n')
    (bin_ / "rsync").chmod(0o755)
    path = f"{bin_}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    told = {"PATH": path, "CURBSIDE_LIBRARY": str(library), "BACKUPS": str(backups), "COPY_TO": str(other)}
    subprocess.run([str(DEPLOY / "backup.sh")], env={**os.environ, **told}, check=True, capture_output=True)
    assert not old.exists()
    (made,) = [one for one in backups.iterdir() if one.name.startswith("20")]
    assert (backups / "heads" / f"{made.name}.json").read_bytes() == (library / "audit-head.json").read_bytes()
    assert (other / made.name).is_dir()
    assert not [one for one in backups.iterdir() if one.name.startswith(".")]
    restored = tmp_path / "restored"
    command = [sys.executable, "-m", "curbside", "restore", str(made), str(restored)]
    subprocess.run(command, check=True, capture_output=True)
    with curbside.open(restored) as desk:
        assert desk.archive.person("ann") is not None


@pytest.mark.parametrize("script", ["backup.sh", "entrypoint.sh"])
def test_scripts_can_be_read_and_run(script: str) -> None:
    """By a plain shell."""
    assert os.access(DEPLOY / script, os.X_OK)
    subprocess.run(["sh", "-n", str(DEPLOY / script)], check=True)


def test_the_container_gives_the_password_of_the_database(tmp_path: Path) -> None:
    """From its file, to the program alone."""
    secret = tmp_path / "password"
    secret.write_text("s3cret of the database\n", encoding="utf-8")
    fake = tmp_path / "curbside"
    fake.write_text('#!/bin/sh\necho "$PGPASSWORD|$*"\n', encoding="utf-8")
    fake.chmod(0o755)
    told = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "DATABASE_PASSWORD_FILE": str(secret)}
    command = [str(DEPLOY / "entrypoint.sh"), "serve", "--workers", "2"]
    made = subprocess.run(command, env={**os.environ, **told}, check=True, capture_output=True, text=True)
    assert made.stdout == "s3cret of the database|serve --workers 2\n"
