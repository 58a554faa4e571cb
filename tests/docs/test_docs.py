"""The documentation is true: its code blocks run, its generated pages match the code, its links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[object]:
    found = []
    for page in PAGES:
        code = [body for name, body in BLOCK.findall(page.read_text(encoding="utf-8")) if name == language]
        if code:
            found.append(pytest.param("\n".join(code), id=str(page.relative_to(ROOT))))
    return found


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A user's environment: `curbside` on the path, a library folder of its own."""
    home = tmp_path_factory.mktemp("home")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "CURBSIDE_LIBRARY": str(home / "library"), "HOME": str(home)}


@pytest.mark.parametrize("code", blocks("sh"))
def test_shell_blocks_run(code: str, environment: dict[str, str], tmp_path: Path) -> None:
    """Every shell block of a page runs, in order, and ends well."""
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("code", blocks("python"))
def test_python_blocks_run(code: str, environment: dict[str, str], tmp_path: Path) -> None:
    """Every Python block of a page runs."""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """A relative link of a page names a file or folder that is there."""
    for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_generated_pages_match_the_code() -> None:
    """The reference pages are what the code says now; `make docs` writes them."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts/build_reference.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_readme_shows_a_real_answer(environment: dict[str, str]) -> None:
    """The lines that the README shows are what the program prints, word for word."""
    shown = next(
        body for name, body in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")) if name == "text"
    )
    question, answer = shown.strip().split("\n\n", 1)
    run = subprocess.run(
        [sys.executable, "-m", "curbside", "ask", question],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert " ".join(answer.split()) in " ".join(run.stdout.split())
