"""
How well questions are understood: facets on LiveQA and MedQuAD, the hand-written list, emergencies, scope, speed.

    .venv/bin/python bench/questions.py

LiveQA (46 questions) is only reported on; rules are tuned on the first half of the hand-written lists, MeSQum and
MedQuAD. A LiveQA facet counts as right when any gold type of the question maps to it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import time
import zipfile
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path
from typing import Any

from curbside.questions.emergencies import triage
from curbside.questions.plan import plan
from curbside.questions.question import Plan, Question, Reader
from curbside.questions.scope import refusal
from curbside.questions.typed import cleaned
from curbside.settings import Settings

HERE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("CURBSIDE_DATA") or HERE.parent / "shared" / "data")
GOLD = HERE / "tests" / "gold"

#: Kinds that answer a LiveQA type. Types that no section answers (person, ingredient, storage) have their nearest.
LIVEQA = {
    "INFORMATION": ["definition"],
    "TREATMENT": ["treatment_options", "first_line", "medicines", "procedures", "escalation", "self_care"],
    "SUSCEPTIBILITY": ["risk_factors", "inheritance"],
    "EFFECT": ["benefits", "harms", "risk_factors", "causes", "complications"],
    "INTERACTION": ["interactions"],
    "DIAGNOSIS": ["work_up", "interpretation", "criteria", "differential", "examination", "test_accuracy"],
    "CAUSE": ["causes"],
    "INGREDIENT": [],
    "PREVENTION": ["prevention"],
    "COMPLICATION": ["complications"],
    "INDICATION": ["benefits"],
    "PERSON_ORGANIZATION": ["referral", "living_with"],
    "DOSAGE": ["dose"],
    "SIDE_EFFECT": ["adverse_effects", "harms"],
    "CONTRAINDICATION": ["contraindications"],
    "TAPERING": ["stopping"],
    "ALTERNATIVE": ["comparison"],
    "STORAGE_DISPOSAL": ["dose"],
    "LIFESTYLE_DIET": ["self_care", "living_with"],
    "SYMPTOM": ["presentation"],
    "OTHER_QUESTION": [],
    "COMPARISON": ["comparison"],
    "PROGNOSIS": ["prognosis", "complications"],
    "ACTION": ["definition"],
}
MEDQUAD = {
    "information": "definition",
    "symptoms": "presentation",
    "treatment": "treatment_options",
    "inheritance": "inheritance",
    "frequency": "frequency",
    "genetic changes": "inheritance",
    "causes": "causes",
    "exams and tests": "work_up",
    "research": "research",
    "outlook": "prognosis",
    "susceptibility": "risk_factors",
    "considerations": "self_care",
    "prevention": "prevention",
    "stages": "severity",
    "complications": "complications",
    "support groups": "living_with",
}


def planned(text: str) -> Plan:
    return plan(Question(text[:4000]), Settings())


def is_dev(text: str) -> bool:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == 0


def records(path: Path) -> list[dict[str, Any]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in text.decode("utf-8").strip("\n").split("\n")]


def share(right: Iterable[bool]) -> str:
    every = list(right)
    return f"{sum(every) / len(every):.3f} ({sum(every)} of {len(every)})" if every else "none"


def liveqa(show: bool = False) -> None:
    rows = records(DATA / "bench/liveqa/liveqa2017_dev.jsonl.gz")
    readings: dict[str, Callable[[dict[str, Any]], str]] = {
        "NLM summary": lambda row: row["summary"],
        "NIST paraphrase": lambda row: row["nist_paraphrase"],
        "raw message": lambda row: row["message"] or row["subject"],
    }
    print("\n## LiveQA, any gold type counts")
    for name, reading in readings.items():
        first, two, names = [], [], []
        for row in rows:
            text = reading(row)
            if not text:
                continue
            made = planned(text)
            wanted = {kind for gold in row["types"] for kind in LIVEQA[gold]}
            first.append(bool(made.facets) and made.facets[0] in wanted)
            two.append(bool(wanted & set(made.facets[:2])))
            said = {item["text"].casefold() for item in row["focus"]}
            names.append(
                any(one in made.focus.casefold() or made.focus.casefold() in one for one in said if made.focus)
            )
            if show and not first[-1]:
                print("   ", row["types"], made.facets[:3], text[:200])
        print(f"- {name}: first facet {share(first)}, first two {share(two)}, focus overlaps {share(names)}")


def medquad() -> None:
    right, named = [], []
    with zipfile.ZipFile(DATA / "medquad/medquad_answered.zip") as archive:
        seen = set()
        for member in archive.namelist():
            text = archive.read(member).decode("utf-8", "replace") if member.endswith(".xml") else ""
            found = re.search(r"<Focus>([^<]{1,200})</Focus>", text)
            for qtype, question in re.findall(
                r'<Question[^>]*qtype="([^"]{1,40})"[^>]*>([^<]{1,400})</Question>', text
            ):
                asked = unescape(question).strip()
                if asked in seen:
                    continue
                seen.add(asked)
                if int(hashlib.sha256(asked.encode()).hexdigest(), 16) % 10:
                    continue  # every tenth, chosen by hash: the questions are eighty templates
                made = planned(asked)
                right.append(bool(made.facets) and made.facets[0] == MEDQUAD[qtype])
                if found:
                    named.append(made.focus.casefold() == unescape(found[1]).strip().casefold())
    print("\n## MedQuAD questions, every tenth")
    print(f"- first facet {share(right)}, focus exactly that of the page {share(named)}")


def handwritten() -> None:
    print("\n## Hand-written questions")
    for half in (True, False):
        rows = [row for row in records(GOLD / "questions.jsonl") if is_dev(row["question"]) is half]
        made = [planned(row["question"]) for row in rows]
        pairs = list(zip(rows, made, strict=True))
        print(
            f"- {'tuned' if half else 'reported'} half: type {share(one.type == row['type'] for row, one in pairs)},"
            f" first facet {share(bool(one.facets) and one.facets[0] == row['facet'] for row, one in pairs)},"
            f" focus {share(one.focus.casefold() == row['focus'].casefold() for row, one in pairs)}"
        )


def emergencies() -> None:
    print("\n## Emergencies")
    rows = records(GOLD / "emergencies.jsonl")
    for name in ("first", "second", "third"):
        shown = [(row, triage(row["text"])) for row in rows if row["list"] == name]
        print(
            f"- {name} list, after tuning on it: recall {share(card is not None for row, card in shown if row['kind'])},"
            f" false alarms {share(card is not None for row, card in shown if not row['kind'])}"
        )


def scope_and_alarms() -> None:
    print("\n## Real questions: refused, and cards shown (patient / clinician)")
    for name, path, field in (
        ("PubMedQA", "pubmedqa/pubmedqa_labelled_dev500", "question"),
        ("BioASQ", "bioasq/bioasq_7b-11b_dev", "question"),
        ("MeSQum summaries", "meqsum/meqsum_dev", "summary"),
        ("MeSQum messages", "meqsum/meqsum_dev", "question"),
        ("LiveQA messages", "liveqa/liveqa2017_dev", "message"),
        ("RQE questions of clinicians", "rqe/rqe_train", "chq"),
    ):
        rows = records(DATA / "bench" / f"{path}.jsonl.gz")
        key = field if field in rows[0] else next(k for k, v in rows[0].items() if isinstance(v, str) and len(v) > 20)
        texts = sorted({row[key][:4000] for row in rows if row[key]})
        refused = [text for text in texts if refusal(cleaned(text))]
        cards = [
            sum(triage(text, reader) is not None for text in texts) for reader in (Reader.PATIENT, Reader.CLINICIAN)
        ]
        print(f"- {name} ({len(texts)}): refused {len(refused)}, cards {cards[0]} / {cards[1]}")
    print("\n## Hand-written scope list")
    rows = records(GOLD / "scope.jsonl")
    for reason in sorted({row["refusal"] for row in rows}):
        right = [refusal(cleaned(row["text"])) == reason for row in rows if row["refusal"] == reason]
        print(f"- {reason or 'medical, to be searched'}: {share(right)}")
    for trap in ("harm", "deceit", "medical"):
        for half in ("dev", "report", "fresh", "last"):
            own = [row for row in rows if row.get("trap") == trap and row["half"] == half]
            print(f"- {trap}, {half}: {share(refusal(cleaned(row['text'])) == row['refusal'] for row in own)}")


def speed() -> None:
    texts = [row["question"] for row in records(DATA / "bench/bioasq/bioasq_7b-11b_dev.jsonl.gz")[:400]]
    texts += [row["question"][:4000] for row in records(DATA / "bench/meqsum/meqsum_dev.jsonl.gz")[:200]]
    planned(texts[0])
    print("\n## CPU time for one question (400 BioASQ questions, 200 MeSQum messages)")
    for name, work in (("plan", planned), ("triage", triage), ("refusal", refusal)):
        taken = []
        for text in texts:
            begin = time.process_time()
            work(text)
            taken.append((time.process_time() - begin) * 1000)
        taken.sort()
        print(f"- {name}: median {taken[300]:.2f} ms, 95th percentile {taken[570]:.2f} ms, worst {taken[-1]:.1f} ms")


if __name__ == "__main__":
    liveqa()
    medquad()
    handwritten()
    emergencies()
    scope_and_alarms()
    speed()
