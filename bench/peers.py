"""
Curbside in the column of its peers: 2,200 documents (200 JATS texts, 2,000 MedQuAD answers), 20 questions.

Prints a Markdown table. Install size is that of the site-packages of this environment less the development tools
when CURBSIDE_RUN_PACKAGES names a folder made by `pip install` of requirements/run.txt, else it is left out. The
peers' own 20 questions are not known: ours are drawn by hash from MedQuAD and reworded by template, so that the
row "right document" can be compared in kind only.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from curbside import zstd
from curbside.consult import Desk
from curbside.library.library import Library
from curbside.sources.formats.jats import Jats
from curbside.sources.formats.medquad import MedQuad
from curbside.sources.passages import settle
from curbside.sources.source import Source

DATA = Path(os.environ.get("CURBSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
WORDS = {
    "symptoms": "how does {} show itself",
    "treatment": "what helps against {}",
    "causes": "why do people get {}",
    "information": "tell me about {}",
    "exams and tests": "how do doctors find out that someone has {}",
    "prevention": "how to avoid {}",
}


def documents() -> tuple[list[Source], list[Source], int]:
    """200 JATS texts, MedQuAD pages that hold 2,000 answers, drawn by hash, and how many answers that is."""
    import io
    import tarfile

    pages: list[Source] = []
    answers = 0
    with zipfile.ZipFile(DATA / "medquad/medquad_answered.zip") as archive:
        names = sorted(
            (n for n in archive.namelist() if n.endswith(".xml")), key=lambda n: hashlib.sha256(n.encode()).hexdigest()
        )
        for name in names:
            if answers >= 2000:
                break
            try:
                (page,) = MedQuad().read(archive.open(name), name)
            except Exception:
                continue
            assert isinstance(page, Source)
            answers += sum(1 for passage in page.passages if passage.question)
            pages.append(settle(page))
    texts: list[Source] = []
    with (
        zstd.open_file(DATA / "jats/pmc_jats_1200.tar.zst") as stream,
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        for member in archive:
            if member.isfile() and len(texts) < 200:
                data = archive.extractfile(member)
                assert data is not None
                texts += [settle(s) for s in Jats().read(io.BytesIO(data.read()), member.name) if isinstance(s, Source)]
    return texts[:200], pages, answers


def questions(pages: list[Source]) -> list[tuple[str, str]]:
    """Twenty (question, id of the page that answers it)."""
    draw = random.Random(20)
    chosen = []
    for page in draw.sample(pages, len(pages)):
        facets = [p.facet for p in page.passages if p.facet in WORDS]
        if facets and len(chosen) < 20:
            chosen.append((WORDS[draw.choice(facets)].format(page.title.lower()), page.ids[0]))
    return chosen


def main() -> None:
    texts, pages, answers = documents()
    count = len(texts) + answers
    asked = questions(pages)
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(folder)
        desk = Desk(library)
        before = time.process_time()
        library.add_sources([*texts, *pages])
        desk.index.catch_up()
        per_document = (time.process_time() - before) * 1000 / count
        cpu, right = [], 0
        for question, source in asked:
            start = time.process_time()
            desk.ask(question)
            cpu.append(time.process_time() - start)
            right += source in {found.record.source for found in desk.search(question, 10)}
        hostile = desk.ask("(" * 3000).outcome.value
        try:
            empty = desk.ask("").outcome.value
        except Exception as error:
            empty = f"refused: {error}"
        first = [json.dumps(asked)]
        script = "import sys,json,curbside; d=curbside.open(sys.argv[1]); from curbside.answers.digest import digest; from curbside.press import to_dict; print([to_dict(d.ask(q))['digest'] for q,_ in json.loads(sys.argv[2])])"
        desk.close()
        runs = {
            subprocess.run(
                [sys.executable, "-c", script, folder, *first], capture_output=True, text=True, check=True
            ).stdout
            for _ in range(2)
        }
        code = (
            "import time,resource; a=time.process_time(); import curbside; curbside.Desk; print(time.process_time()-a)"
        )
        imports = [
            float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
            for _ in range(5)
        ]
    packages = os.environ.get("CURBSIDE_RUN_PACKAGES")
    size = "-"
    if packages:
        total = sum(p.stat().st_size for p in Path(packages).rglob("*") if p.is_file()) / 1e6
        size = f"{total:.0f} / {len(list(Path(packages).glob('*.dist-info')))}"
    print("| | Curbside |\n|---|---|")
    print(f"| install MB / packages; import CPU s | {size}; {statistics.median(imports):.2f} |")
    print(f"| index CPU ms a document ({count:,} documents) | {per_document:.2f} |")
    print(f"| ask CPU s, median (first) | {statistics.median(cpu[1:]):.3f} ({cpu[0]:.2f}) |")
    print("| model calls / prompt tokens a question | 0 / 0 |")
    print(f"| right document retrieved, of 20 | {right} |")
    print(
        "| a citation carries | source, version, passage, offsets, text, SHA-256 |\n| a span tied to one statement | yes |"
    )
    print(f'| 3,000 "("; empty question | {hostile}; {empty} |')
    print(f"| same output in another process | {'yes' if len(runs) == 1 else 'NO'} |")
    print(f"| peak memory MB | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} |")


if __name__ == "__main__":
    main()
