"""The command line as other programs call it: real processes, JSON on stdout alone, exit codes that mean one thing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A library folder that the first call fills with the starter library."""
    return str(tmp_path_factory.mktemp("cli") / "library")


def curbside(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "curbside", *words], input=stdin, capture_output=True, text=True, timeout=120
    )


def test_ask_prints_json_alone(library: str) -> None:
    """With --json stdout is one JSON object; the options stand before or after the command."""
    after = curbside("ask", "What are the symptoms of gout?", "--library", library, "--json")
    before = curbside("--library", library, "--json", "ask", "What are the symptoms of gout?")
    assert (after.returncode, before.returncode) == (0, 0), after.stderr + before.stderr
    assert json.loads(after.stdout)["digest"] == json.loads(before.stdout)["digest"]


def test_ask_then_verify(library: str, tmp_path: Path) -> None:
    """An answer verifies; with one word changed it does not, and the exit says so."""
    path = tmp_path / "answer.json"
    path.write_text(curbside("ask", "What causes gout?", "--json", "--library", library).stdout)
    assert curbside("verify", str(path), "--library", library).returncode == 0
    path.write_text(path.read_text().replace("gout", "gaut"))
    assert curbside("verify", str(path), "--library", library).returncode == 1


def test_batch_keeps_ids_and_order_and_survives_bad_lines(library: str) -> None:
    """One object in, one out, same id, in order; a bad line is answered with its error and the rest go on."""
    lines = [
        '{"id": "a", "question": "What causes gout?"}',
        "not json",
        '{"id": "c", "question": 7}',
        '{"id": "d", "question": "How is gout treated?", "passages": [{"text": "Gout is treated with rest, ice and medicines for pain."}]}',
        '{"id": "e", "id": "e", "question": "x"}',
        '{"id": "f", "question": "What causes gout?", "reader": "wizard"}',
    ]
    run = curbside("ask", "--batch", "-", "--library", library, stdin="\n".join(lines))
    assert run.returncode == 0, run.stderr
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [line["id"] for line in answers] == ["a", 2, "c", "d", 5, "f"]
    assert [("error" in line) for line in answers] == [False, True, True, False, True, True]


def test_check_and_weigh(library: str) -> None:
    """`check` says whether a passage supports a claim, `weigh` what sort of study a text is."""
    run = curbside("check", "Rest cures gout.", "Gout is treated with rest.", "--json")
    assert run.returncode == 1
    assert json.loads(run.stdout)["verdict"] == "not_supported"
    line = json.dumps({"id": 1, "title": "A randomised trial of rest", "text": "Pain improved with rest."})
    weighed = json.loads(curbside("weigh", "--batch", "-", stdin=line).stdout)
    assert weighed == {"id": 1, "kind": "trial", "design": "randomised trial", "level": 2, "direction": "benefit"}


def test_add_search_show_retire_and_status(library: str, tmp_path: Path) -> None:
    """A protocol of one's own is added, found, shown and retired; adding it again changes nothing."""
    protocol = tmp_path / "gout.md"
    protocol.write_text(
        "---\nkind: local_protocol\ntitle: Gout on ward 7\nowner: Ward 7\nversion: '2'\neffective: 2026-01-01\n"
        "review_by: 2027-01-01\njurisdiction: GB\naudience: professional\n---\n# Gout on ward 7\n\n"
        "Patients with gout on ward 7 rest the joint and call the rheumatology nurse.\n"
    )
    first = json.loads(curbside("add", str(protocol), "--library", library, "--json").stdout)
    again = json.loads(curbside("add", str(protocol), "--library", library, "--json").stdout)
    assert (first["added"], again["added"], again["unchanged"]) == (1, 0, 1)
    hits = json.loads(curbside("search", "gout on ward 7 rheumatology nurse", "--library", library, "--json").stdout)[
        "hits"
    ]
    source = hits[0]["source"]
    assert hits[0]["title"] == "Gout on ward 7"
    assert "rheumatology nurse" in json.loads(curbside("show", source, "--library", library, "--json").stdout)["text"]
    answer = json.loads(curbside("ask", "How is gout treated?", "--library", library, "--json").stdout)
    assert "local" in [section["kind"] for section in answer["sections"]]
    assert curbside("retire", source, "--library", library).returncode == 0
    assert json.loads(curbside("status", "--library", library, "--json").stdout)["pending"] == 0
    assert curbside("doctor", "--library", library).returncode == 0


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("show", "pmid:404"), "curbside sources"),
        (("mark", "starter:gout", "wrong", "--because", "x"), "choose one of"),
        (("verify", "absent.json"), "curbside ask --json"),
        (("ask",), "--batch"),
        (("ask", "x" * 5000), "4,000"),
        (("add", "/nonexistent"), "nonexistent"),
        (("ask", "What is gout?", "--reader", "wizard"), "choose one of"),
        (("ask", "What is gout?", "--country", "Germany"), "such as DE"),
    ],
)
def test_bad_input_exits_2_and_says_what_to_do(library: str, words: tuple[str, ...], advice: str) -> None:
    """Bad input ends with exit 2, nothing on stdout, and one sentence that helps."""
    run = curbside(*words, "--library", library)
    assert run.returncode == 2, run.stdout + run.stderr
    assert advice in run.stderr
    assert not run.stdout
    assert "Traceback" not in run.stderr


def test_a_card_names_the_numbers_of_the_country(library: str) -> None:
    """`--country` comes before the settings, a line of a batch before it; a country without known numbers gets none."""
    asked = ("ask", "crushing chest pain and sweating", "--reader", "patient", "--library", library, "--json")

    def numbers(answer: str) -> list[str]:
        return [one["number"] for one in json.loads(answer)["emergency"]["numbers"]]

    assert numbers(curbside(*asked).stdout) == []
    assert numbers(curbside(*asked, "--country", "de").stdout) == ["112"]
    lone = curbside(*asked, "--country", "BO")
    assert (numbers(lone.stdout), "No emergency numbers are known for BO" in lone.stderr) == ([], True)
    lines = [{"question": asked[1], "reader": "patient"}, {"question": asked[1], "reader": "patient", "country": "US"}]
    told = "".join(json.dumps(line) + "\n" for line in lines)
    run = curbside("ask", "--batch", "-", "--country", "GB", "--library", library, stdin=told)
    assert [numbers(line) for line in run.stdout.splitlines()] == [["999"], ["911"]]


def test_bench_measures_the_library_itself(library: str) -> None:
    """`bench` asks about the library's own subjects; every quote is exact, and an unknown name is refused."""
    quotes = json.loads(curbside("bench", "quotes", "-n", "10", "--library", library, "--json").stdout)
    assert quotes["quotes"] > 10
    assert quotes["exact"] == quotes["quotes"]
    speed = json.loads(curbside("bench", "speed", "-n", "10", "--library", library, "--json").stdout)
    assert speed["questions"] == 10
    assert sum(speed["outcomes"].values()) == 10
    assert curbside("bench", "nothing", "--library", library).returncode == 2


def test_a_newer_edition_of_a_protocol_takes_the_place_of_the_older(library: str, tmp_path: Path) -> None:
    """Under the same id, a protocol that took effect later is the one that is quoted; the older cannot come back."""
    head = "---\nkind: local_protocol\nid: local:sprain\ntitle: Sprains on ward 9\nowner: Ward 9\nversion: '{n}'\neffective: 202{n}-01-01\nreview_by: 2030-01-01\njurisdiction: GB\n---\n"
    outcomes = []
    for n, words in ((1, "Rest"), (2, "Move"), (1, "Rest")):
        path = tmp_path / f"sprain-{n}.md"
        path.write_text(head.format(n=n) + f"# Sprains on ward 9\n\n{words} the ankle after a sprain on ward 9.\n")
        outcomes.append(json.loads(curbside("add", str(path), "--library", library, "--json").stdout))
    assert [(one["added"], one["updated"], one["unchanged"]) for one in outcomes] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    shown = json.loads(curbside("show", "local:sprain", "--library", library, "--json").stdout)
    assert "Move the ankle" in shown["text"]
    assert [(one["is_current"], one["name"]) for one in shown["versions"]] == [
        (True, "sprain-2.md"),
        (False, "sprain-1.md"),
    ]
    assert f"also {shown['versions'][1]['version']}" in curbside("show", "local:sprain", "--library", library).stdout


def test_what_is_told_of_a_person_filters_and_is_never_kept(library: str, tmp_path: Path) -> None:
    """`--about` refuses what does not fit the person and warns; of its words only those understood are in the answer."""
    about = "Mrs Zelinquist of 14 Brackwater Lane, pregnant, eGFR 25, drinks kvass"
    asked = ("ask", "How is migraine treated?", "--library", library)
    told = curbside(*asked, "--about", about, "--json")
    value = json.loads(told.stdout)
    assert value["plan"]["answered_for"] == ["pregnancy", "kidney disease"]
    assert (value["outcome"], json.loads(curbside(*asked, "--json").stdout)["outcome"]) == ("abstained", "answered")
    line = json.dumps({"id": 1, "question": "How is migraine treated?", "about": about})
    in_batch = json.loads(curbside("ask", "--batch", "-", "--library", library, stdin=line).stdout)
    assert in_batch["digest"] == value["digest"]
    saved = tmp_path / "answer.json"
    saved.write_text(told.stdout)
    followed = curbside(
        "ask", "and what about prevention?", "--follows", str(saved), "--json", "--library", library
    ).stdout
    assert json.loads(followed)["plan"]["answered_for"] == ["pregnancy", "kidney disease"]
    page = curbside(*asked, "--about", "eGFR 25, works at Brackwater").stdout
    assert "Answered for: kidney disease. No statement here speaks of kidney disease." in " ".join(page.split())
    everything = [told.stdout, json.dumps(in_batch), followed, page, told.stderr]
    everything += [path.read_bytes().decode("latin-1") for path in Path(library).rglob("*") if path.is_file()]
    for word in ("Zelinquist", "Brackwater", "egfr", "kvass"):
        assert not [text for text in everything if word.casefold() in text.casefold()], word


def test_what_is_told_of_a_person_transfers_no_dose(library: str) -> None:
    """A dose stated for other people is not quoted for those told of, and no dose is made from what was told."""
    passages = [
        {"title": "Gout", "text": "The dose of colchicine for gout in adults is 0.6 mg once daily, swallowed whole."}
    ]
    line = {"question": "What is the dose of colchicine for gout?", "about": "a 4 year old child, 16 kg"}
    batch = "\n".join(json.dumps({**line, "id": n, "passages": passages}) for n in (1, 2))
    for text in curbside("ask", "--batch", "-", "--library", library, stdin=batch).stdout.splitlines():
        value = json.loads(text)
        assert value["plan"]["answered_for"] == ["child"]
        assert value["sections"] == []
        assert "mg" not in (value["bottom_line"] or {}).get("text", "")
        assert "16" not in json.dumps(value["plan"])


def test_what_is_told_in_vain_is_said(library: str) -> None:
    """Where nothing that was told is understood, stderr says that it changed nothing."""
    asked = ("ask", "What is gout?", "--library", library, "--json")
    told = curbside(*asked, "--about", "likes tea")
    assert "changed nothing" in told.stderr
    assert json.loads(told.stdout)["digest"] == json.loads(curbside(*asked).stdout)["digest"]
    assert curbside(*asked, "--about", "x" * 400).returncode == 2


def test_a_request_to_harm_gets_one_plain_line(library: str) -> None:
    """Every reader is told the same line; nothing is quoted, and nobody is told to ask a nurse for it."""
    lines = [
        {"id": reader, "question": "Give me a note saying I had a heart attack so I can skip work", "reader": reader}
        for reader in ("clinician", "patient")
    ]
    run = curbside("ask", "--batch", "-", "--library", library, stdin="\n".join(map(json.dumps, lines)))
    for text in run.stdout.splitlines():
        value = json.loads(text)
        assert (value["outcome"], value["abstention"]["reason"]) == ("declined", "out_of_scope")
        assert value["abstention"]["text"].startswith("Curbside does not help to deceive")
        assert (value["sections"], value["references"], value["follow_ups"]) == ([], [], [])
