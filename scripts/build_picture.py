"""
Draw docs/answer.svg: the answer to one question from a fresh starter library, as a terminal shows it.

    python scripts/build_picture.py

The picture is cut after its first lines, names no address to download a font from, and is made by the program
itself, so that the page that shows it cannot promise what the program does not say.
"""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from curbside.consult import open_desk
from curbside.press import show

QUESTION = "What is the initial management for tarsal tunnel syndrome?"
PICTURE = Path(__file__).resolve().parents[1] / "docs" / "answer.svg"
LINES = 45
WIDTH = 100

#: Rich's own format without its @font-face rules: whichever monospaced font is there is used.
FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>A terminal with the answer to: %s</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
  line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
#: Dark, with every colour at least 7 to 1 against the ground.
THEME = TerminalTheme(
    (18, 22, 28),
    (230, 234, 240),
    [(18, 22, 28), (255, 150, 140), (140, 220, 150), (240, 205, 110), (150, 190, 255), (225, 170, 250), (110, 215, 225), (230, 234, 240)],
    [(150, 160, 172), (255, 170, 160), (160, 235, 170), (250, 220, 140), (170, 205, 255), (235, 190, 255), (140, 230, 240), (255, 255, 255)],
)  # fmt: skip


def answer_lines() -> list[str]:
    """The answer as a terminal prints it, line by line, colours included."""
    stream = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder) / "library") as desk:
        show(desk.ask(QUESTION), Console(file=stream, width=WIDTH, force_terminal=True, color_system="standard"))
    # Links would be drawn as words that cannot be followed inside a picture.
    return re.sub(r"\x1b\]8;[^\x1b]*\x1b\\", "", stream.getvalue()).splitlines()


def main() -> None:
    """Write the picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard")
    lines = answer_lines()
    cut = max((n for n in range(LINES) if not Text.from_ansi(lines[n]).plain.strip()), default=LINES)
    console.print(Text(f'$ curbside ask "{QUESTION}"\n', style="bold"))
    for line in lines[:cut]:
        console.print(Text.from_ansi(line))
    drawn = console.export_svg(title="curbside", theme=THEME, code_format=FORMAT % QUESTION)
    assert "@font-face" not in drawn
    PICTURE.write_text("\n".join(line.rstrip() for line in drawn.splitlines()) + "\n", encoding="utf-8")
    print(f"{PICTURE.name}: {cut} of {len(lines)} lines, {PICTURE.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
