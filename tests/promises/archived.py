"""Articles that were approved, for the promises about what was published."""

from __future__ import annotations

from curbside.archive import Archive
from curbside.articles.article import Article
from curbside.articles.person import Person, Role
from curbside.consult import Desk

QUESTIONS = (
    "What is the initial management for tarsal tunnel syndrome?",
    "What are the symptoms of gout?",
    "How is carpal tunnel syndrome treated?",
)
SIGNERS = (("bo", Role.CLINICAL_REVIEWER), ("cy", Role.SECOND_REVIEWER))
NOW = "2026-03-01T09:00:00Z"


def archive_of(desk: Desk) -> Archive:
    """An archive with a board, at a fixed time."""
    archive = Archive(desk.library, clock=lambda: NOW)
    members = [
        Person("ann", "Ann Example", roles=(Role.EDITOR, Role.AUTHOR)),
        *(Person(name, name.title(), "MD", roles=(role,)) for name, role in SIGNERS),
        Person("phil", "Phil", roles=(Role.PHARMACIST,)),
    ]
    from dataclasses import replace

    for one in members:
        if archive.person(one.id) is None:
            archive.save_person(replace(one, declared_on="2026-01-01"), by="program")
    return archive


def in_review(desk: Desk, archive: Archive, question: str) -> Article:
    """An article whose statements both reviewers have accepted, and nobody has signed."""
    article = archive.draft(desk.ask(question), "ann")
    for action, by in (("submit", "ann"), ("start_review", "ann")):
        article = archive.act(action, article.slug, by, article.version)
    claims = [one.id for one in article.latest.statements]
    for by, _ in (*SIGNERS, ("phil", "")):
        article = archive.act("decide", article.slug, by, article.version, claims=claims)
    return article


def sign(archive: Archive, article: Article, by: str, role: str) -> Article:
    """A signature on the first wording."""
    return archive.act(
        "sign",
        article.slug,
        by,
        article.version,
        role=role,
        digest=article.latest.digest(),
        words=archive.statement(article),
    )


def approved(desk: Desk, archive: Archive, question: str) -> Article:
    """An approved article."""
    article = in_review(desk, archive, question)
    for by, role in SIGNERS:
        article = sign(archive, article, by, role)
    if not article.latest.approved_at:
        article = sign(archive, article, "phil", "pharmacist")
    return article
