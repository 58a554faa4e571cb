"""Specialties of sources: told by their files alone, counted for the page of the library, with what each lacks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from website import Site

import curbside
from corpora import corpus
from curbside_web.readers import specialties

SCRIPT = Path(__file__).parents[2] / "scripts" / "build_headings.py"


@pytest.mark.parametrize(
    ("source", "kind", "details", "told"),
    [
        ("pmid:1", "trial", {"mesh": ["Humans", "Dyspepsia/diagnosis/drug therapy"]}, set()),  # a sign, not a disease
        ("pmid:1", "trial", {"mesh": ["Heart Failure/drug therapy"]}, {"cardiology"}),
        ("pmid:1", "trial", {"mesh": ["Kidney Calculi"]}, {"nephrology", "urology"}),
        ("pmid:1", "trial", {"mesh": ["Gout", "Child", "Aged"]}, {"endocrinology", "orthopaedics", "rheumatology"}),
        ("pmid:1", "trial", {"mesh": ["Pain, Postoperative"]}, set()),
        ("pmid:1", "trial", {"journal": "Am J Cardiol"}, {"cardiology"}),
        ("pmid:1", "trial", {"journal": "The Journal of Bone and Joint Surgery (American)"}, {"surgery"}),
        ("pmid:1", "trial", {"journal": "PLoS One", "title": "Heart failure"}, set()),
        ("pmid:1", "trial", {"journal": "Ecotoxicol Environ Saf"}, set()),  # whole words alone
        ("medquad:1_CancerGov_QA/0000001_1", "patient_page", {"title": "Adult leukemia"}, {"oncology"}),
        ("medquad:5_NIDDK_QA/0000001", "patient_page", {"title": "Your digestive system"}, set()),
        ("medquad:4_MPlus_Health_Topics_QA/1", "patient_page", {"title": "Asthma"}, {"allergy", "respiratory"}),
        ("medquad:4_MPlus_Health_Topics_QA/1", "patient_page", {"title": "X", "synonyms": ["Asthma"]}, set()),
        ("starter:x", "starter", {"title": "X", "synonyms": ["asthma"]}, {"allergy", "respiratory"}),
        ("file:x", "upload", {"title": "Asthma", "text": "Asthma"}, set()),
        ("file:x", "local_protocol", {}, set()),
    ],
)
def test_a_specialty_is_what_a_file_tells(source: str, kind: str, details: dict[str, Any], told: set[str]) -> None:
    """By a heading, a journal, a folder, or a title that is a heading; where none of them tells one, there is none."""
    assert specialties.of(source, kind, details) == told


def test_each_specialty_says_what_it_lacks() -> None:
    """Kinds that the library has and the specialty has not; what nobody has is a lack of the library alone."""
    told = [
        ("pmid:1", "trial", {"journal": "Am J Cardiol"}),
        ("pmid:2", "guideline", {"journal": "Neurology"}),
        ("pmid:3", "trial", {"journal": "Neurology"}),
        ("pmid:4", "trial", {}),
    ]
    found = specialties.counted(told)
    assert [(one.name, one.count, one.share, one.lacks) for one in found.found] == [
        ("Neurology", 2, 50, ()),
        ("Cardiology", 1, 25, ("no guideline",)),
    ]
    assert (found.untold, found.untold_share) == (1, 25)
    assert "Oncology" in found.missing
    assert "Neurology" not in found.missing
    assert specialties.counted([]) == specialties.Specialties((), 0, 0, ())


def test_the_page_shows_them(site: Site) -> None:
    """Counts, how many tell none, what tells it, and which specialties have nothing; they change with the library."""
    page = " ".join(re.sub(r"<[^>]+>", " ", site.get("library").text).split())
    assert re.search(r"By specialty .*Neurology \d+ .*\d+ more specialties", page), page
    before = int(re.findall(r"Not told by (\d+) sources", page)[0])
    assert "nothing is read out of its text" in page
    assert "No source that tells to be of: anaesthesia and pain; critical care;" in page
    with curbside.open(site.library) as desk:
        assert specialties.specialties(desk).untold == before
        desk.library.retire("file:poison", "in a test")
        try:
            assert specialties.specialties(desk).untold == before - 1
        finally:
            desk.library.take_back("file:poison", "in a test")
        assert specialties.specialties(desk).untold == before


def test_headings_are_those_of_the_branches() -> None:
    """What the file holds is what its script makes of MeSH."""
    folder = corpus("vocab").parent
    assert subprocess.run([sys.executable, str(SCRIPT), str(folder), "--check"], check=False).returncode == 0
