"""
How long the archive takes with many articles: CPU time to review, read, list, recall and check them.

    python bench/articles.py [-n 1000]

Answers of the starter library are drafted over and over, three in four of them reviewed and approved.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from curbside.archive import Archive
from curbside.archive.backup import back_up
from curbside.articles.person import Person, Role
from curbside.consult import open_desk

SUBJECTS = ("gout", "asthma", "carpal tunnel syndrome", "migraine", "eczema")
BOARD = (
    Person("ann", "Ann Example", roles=(Role.EDITOR, Role.AUTHOR)),
    Person("bo", "Bo Berg", "MD", roles=(Role.CLINICAL_REVIEWER,)),
    Person("cy", "Cy Cole", "MD", roles=(Role.SECOND_REVIEWER,)),
)


def publish(archive: Archive, answers: list[object], count: int) -> None:
    """Draft, submit and start to review many articles, and approve three in four."""
    for number in range(count):
        answer = answers[number % len(answers)]
        article = archive.draft(answer, "ann", topics=[f"topic {number % 30}"], slug=f"article-{number}")  # type: ignore[arg-type]
        for action in ("submit", "start_review"):
            article = archive.act(action, article.slug, "ann", article.version)
        if number % 4 == 0:
            continue
        claims = [one.id for one in article.latest.statements]
        for by, role in (("bo", "clinical_reviewer"), ("cy", "second_reviewer")):
            article = archive.act("decide", article.slug, by, article.version, claims=claims)
            words = archive.statement(article)
            digest = article.latest.digest()
            article = archive.act("sign", article.slug, by, article.version, role=role, digest=digest, words=words)


def timed(name: str, work: Callable[[], object], times: int = 20) -> None:
    """CPU milliseconds of the first time, and of each of some more."""
    began = time.process_time()
    work()
    first = (time.process_time() - began) * 1000
    began = time.process_time()
    for _ in range(times):
        work()
    each = (time.process_time() - began) / max(1, times) * 1000
    print(f"| {name} | {first:.1f} | {each:.2f} |" if times else f"| {name} | {first:.0f} | |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="how many articles")
    count = parser.parse_args().n
    with tempfile.TemporaryDirectory() as place, open_desk(Path(place) / "library") as desk:
        for one in BOARD:
            desk.archive.save_person(replace(one, declared_on=desk.archive.clock()[:10]), "program")
        answers: list[object] = [desk.ask(f"How is {subject} treated?") for subject in SUBJECTS]
        began = time.process_time()
        publish(desk.archive, answers, count)
        spent = time.process_time() - began
        entries = desk.archive.events()[-1].number
        print(f"{count} articles, {entries} entries: {spent:.0f} CPU s, {spent / entries * 1000:.1f} ms an entry")
        archive = Archive(desk.library)
        article = archive.article("article-7")
        print("| what | first, ms | then, ms |\n|---|---|---|")
        timed("an article", lambda: archive.article("article-7"), 200)
        timed("its text as an answer", lambda: archive.answer(article), 200)
        timed("its standing: steps, banners, names", lambda: archive.standing(article), 200)
        timed("a page of 50 articles", lambda: archive.articles())
        timed("search in a topic", lambda: archive.articles("gout", topic="topic 3"))
        timed("the queue", lambda: archive.queue())
        timed("figures of the policy", lambda: archive.figures())
        timed(
            "one action",
            lambda: archive.act("comment", "article-8", "bo", archive.article("article-8").version, text="x"),
        )
        timed("a recall that finds nothing", lambda: archive.recall(), 3)
        source = article.current.statements[0].sources[0]
        timed(
            f"a retraction, {len(archive.resting_on(source))} statements",
            lambda: archive.mark(source, "retracted", "x", "program"),
            0,
        )
        timed("checking all of it", lambda: archive.verify(), 0)
        timed("a backup", lambda: back_up(archive, Path(place) / "backup"), 0)
        print(f"{os.path.getsize(Path(place) / 'library' / 'library.sqlite') / 1e6:.0f} MB with the starter library")


if __name__ == "__main__":
    main()
