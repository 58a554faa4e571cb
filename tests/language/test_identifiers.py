"""What names a person is found, and medicine is left as it was."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.checkdigits import CHECKS
from curbside.language.identifiers import identifiers, placeholders, redact

SENTENCES = Path(__file__).resolve().parents[1] / "gold" / "identifiers" / "sentences.txt"
MARK = re.compile(r"\{(\w+):([^{}]*)\}")


def marked(line: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The text of a marked line, and where its identifiers stand."""
    text, spans, at = "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        spans.append((match[1], len(text), len(text) + len(match[2])))
        text, at = text + match[2], match.end()
    return text + line[at:], spans


def test_made_up_identifiers_are_found() -> None:
    """Of the sentences with identifiers that are made up nearly all go: all of the half tuned on, and 85 % of the other."""
    lines = [one for one in SENTENCES.read_text(encoding="utf-8").splitlines() if one and not one.startswith("#")]
    assert len(lines) == 200
    found, most = [0, 0], [0, 0]
    for number, line in enumerate(lines):
        text, spans = marked(line)
        hidden = {at for one in identifiers(text) for at in range(one.start, one.end)}
        for _, start, end in spans:
            most[number % 2] += 1
            found[number % 2] += all(at in hidden for at in range(start, end) if text[at].isalnum())
    assert found[0] == most[0]
    assert found[1] >= 0.85 * most[1]


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Mrs Ada Okafor, DOB 12/03/1957, has gout.", "Mrs [name], DOB [date of birth], has gout."),
        ("my name is john smith and i have gout", "my name is [name] and i have gout"),
        ("Mr Smith is ill. Smith's potassium is 6.", "Mr [name] is ill. [name]'s potassium is 6."),
        ("NHS number 943 476 5919, gout", "NHS number [record number], gout"),
        ("Mail ann@example.org or call 07700 900461.", "Mail [e-mail address] or call [phone number]."),
        ("He lives at 14 Acacia Avenue, Leeds LS6 2AB.", "He lives at [address]."),
        ("my 93-year-old mother fell", "my [aged 90 or over] mother fell"),
        ("Frau Müller, geb. 12.03.1957, Gicht?", "Frau [name], geb. [date of birth], Gicht?"),
        ("My number is \uff10\uff17\uff17\uff10\uff10 900461, gout?", "My number is [phone number], gout?"),
        ("Mr Sm\u00adith\u200bson has gout", "Mr [name] has gout"),
    ],
)
def test_sentences_can_still_be_read(text: str, redacted: str) -> None:
    """A word in brackets tells what stood there, and nothing else of the sentence changes."""
    assert redact(text).text == redacted


@pytest.mark.parametrize(
    "text",
    [
        "What did Mr Crohn describe?",
        "Does Parkinson's disease follow Graves disease or Hashimoto thyroiditis?",
        "Charcot-Marie-Tooth, Guillain-Barré, Stevens-Johnson and Ehlers-Danlos syndromes",
        "Is the Wells score or the Geneva score better, and what of CHA2DS2-VASc?",
        "Take 9/11 tablets for 3/7, then 2/52 off.",
        "BP 120/80, HR 110, SpO2 94 %, T 38.5, GCS 15/15",
        "HbA1c 48 mmol/mol (6.5 %), K 5.1, Na 135, creatinine 88 umol/l, eGFR 90",
        "amoxicillin 500 mg/125 mg 3x/day for 7-10 days",
        "PMID 21475304, PMC4735909, NCT01234567, ISRCTN12345678, doi:10.1056/NEJMoa1200303",
        "ICD-10 E11.9, I48.91; SNOMED 44054006; EC 3.4.21.4; CAS 50-78-2",
        "TP53 c.215C>G, BRCA1 5382insC, HLA-B*57:01, IL-6, CD4+ 200, 46,X,dir dup(X)(q13-q26)",
        "A 78 year old woman and a 45M with chest pain",
        "In adults aged 90 years or older, and patients over 95, is a statin useful?",
        "ESC guideline 2020, published 29 August 2020; FDA approval on March 12, 2019",
        "Were people born before 1957 vaccinated? I was born in 1942.",
        "platelets 70 000 - 140 000 - 65 000, 000527172874",
        "Poison control is 1-800-222-1222; dial 999, 112 or 911.",
        "6 Minute Walk Test, 24 hour urine, 12 lead ECG, one way ANOVA",
        "St John's wort and Mary Rose with warfarin?",
        "RECOVERY, SPRINT, PARADIGM-HF and Women's Health Initiative trials",
        "MS and MR imaging, MR angiography, Ms in ms",
        "M. tuberculosis, E. coli, C. difficile, S. Typhi",
        "Patient Health Questionnaire, Global Assessment, Patient Reported Outcomes",
        "Will Ozempic or May-Thurner syndrome matter?",
        "See https://www.nice.org.uk/guidance/ng28 and https://pubmed.ncbi.nlm.nih.gov/?term=gout",
        "I am African American and HIV positive. I'm Type 2 diabetic.",
        "My son has autism. My daughter takes Ritalin. Dr says it is fine.",
        "What is the role of theophylline? Pulmocare? Lozenges?",
        "Thanks for your help! Thank you so much.",
        "Vitamin B12 1000 mcg, D3 2000 IU, Q10, omega-3 1 g, 5-HT3",
        "warfarin 5 mg Mon/Wed/Fri, INR 2.0-3.0",
    ],
)
def test_medicine_survives(text: str) -> None:
    """Doses, results, names of diseases, scores, trials and codes are nobody's."""
    assert identifiers(text) == ()


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from("Mr Ann Smith 12/03/1957 943 476 5919 , . - \n".split(" "))).map(" ".join)
)
def test_what_is_found_lies_in_order_and_is_gone(text: str) -> None:
    """No two places overlap, each holds something, and the redacted text holds none of it to find again."""
    result = redact(text)
    assert all(0 <= one.start < one.end <= len(text) for one in result.found)
    assert all(one.end <= other.start for one, other in zip(result.found, result.found[1:], strict=False))
    assert {one.kind for one in result.found} <= set(placeholders())
    if not result.found:
        assert result.text == text


def test_placeholders_are_nobody() -> None:
    """What stands in the place of an identifier is none itself, behind whatever words."""
    for word in placeholders().values():
        assert identifiers(f"Mr {word}, my name is {word}, DOB {word}, call {word}, lives at {word}.") == ()


@pytest.mark.parametrize(
    "piece",
    ["1 ", "1-", "0 ", "Aa ", "a@", "Mr ", "my name is ", "thanks \n", "ab:cd:", "live 1 a a a ", "call me ", "Flat 1, Aa ",
     "Calle Aa ", "born on the ", "member id : a", "Smith, John ", "passport 1-", "named ", "1 rue de la ", "AB12 ", "John Smith "],
)  # fmt: skip
def test_no_text_takes_long(piece: str) -> None:
    """64 KB of what the rules look for take seconds at most, and twice as much about twice as long."""
    identifiers("Mr Smith, 12 Oak Street, Leeds, 12/03/1957")  # the rules and the vocabulary are read
    text = piece * (16_384 // len(piece))
    began = time.process_time()
    identifiers(text)
    short = time.process_time() - began
    began = time.process_time()
    identifiers(text * 4)
    assert time.process_time() - began < max(8 * short, 2)


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        ("nhs", "943 476 5919", "943 476 5918"),
        ("verhoeff", "4465 2281 7316", "4465 2281 7361"),
        ("kvnr", "M141456611", "M141456612"),
        ("nir", "2 57 03 75 112 072 40", "2 57 03 75 112 072 41"),
        ("australian_medicare", "2303 08622 1", "2303 08632 1"),
        ("card", "4111 1111 1111 1111", "4111 1111 1111 1112"),
        ("dni", "19431226K", "19431226L"),
        ("cpf", "355.328.345-98", "355.328.345-97"),
        ("iban", "DE89 3704 0044 0532 0130 00", "DE88 3704 0044 0532 0130 00"),
        ("machine", "203.0.113.77", "3.4.21.4"),
        ("date", "31/12/57", "13/14/1957"),
        ("ssn", "219-09-9999", "666-09-9999"),
    ],
)
def test_check_digits(check: str, right: str, wrong: str) -> None:
    """A number with one figure changed is no number of that kind."""
    assert CHECKS[check](right)
    assert not CHECKS[check](wrong)
