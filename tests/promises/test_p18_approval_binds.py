"""P18: an approval belongs to exactly what was read: no changed byte, no stale signature, no author's own approval."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from archived import QUESTIONS, SIGNERS, approved, archive_of, in_review, sign
from asked import ENDURANCE

from curbside import zstd
from curbside.articles.article import Article, State
from curbside.articles.person import Person, Role
from curbside.consult import Desk
from curbside.errors import CurbsideError, DamageError, NotAllowed, Stale
from curbside.library.driver import FILE
from curbside.questions.question import Reader

TRIALS = 500 if ENDURANCE else 12


def rewrite(library: Path, slug: str, change: bytes, at: int, *, with_hash: bool) -> None:
    """One byte of the stored text another one; with its own hash made to fit, as someone would who knows how."""
    import hashlib

    connection = sqlite3.connect(library / FILE)
    with connection:
        (blob,) = connection.execute(
            "SELECT document FROM texts WHERE slug = ? AND reader = 'clinician'", (slug,)
        ).fetchone()
        content = zstd.decompress(blob)
        content = content[:at] + change + content[at + 1 :]
        connection.execute(
            "UPDATE texts SET document = ? WHERE slug = ? AND reader = 'clinician'", (zstd.compress(content), slug)
        )
        if with_hash:
            name = hashlib.sha256(content).hexdigest()
            connection.execute("UPDATE texts SET sha256 = ? WHERE slug = ? AND reader = 'clinician'", (name, slug))
    connection.close()


def digested(content: bytes) -> range:
    """Where the digested part of a document lies: what made it and its own digest are not part of that."""
    return range(content.index(b'"outcome"'), content.index(b'"searched"'))


@pytest.mark.endurance
def test_one_changed_byte_is_refused(desk: Desk, library: Path) -> None:
    """A text of which one byte differs from what was approved is neither shown nor signed."""
    archive = archive_of(desk)
    article = approved(desk, archive, QUESTIONS[0])
    whole = archive.document(article)
    connection = sqlite3.connect(library / FILE)
    ((blob,),) = connection.execute("SELECT document FROM texts WHERE reader = 'clinician'").fetchall()
    connection.close()
    content = zstd.decompress(blob)
    chance = random.Random("p18")
    for trial in range(TRIALS):
        at = chance.choice(digested(content))
        change = bytes([(content[at] - 31) % 95 + 32])
        rewrite(library, article.slug, change, at, with_hash=trial % 2 == 0)
        with pytest.raises((DamageError, ValueError)):
            archive.document(archive.article(article.slug))
        assert archive.verify()
        rewrite(library, article.slug, content[at : at + 1], at, with_hash=True)
    assert archive.document(article) == whole
    assert archive.verify() == []


def test_a_stale_signature_is_refused(desk: Desk) -> None:
    """A signature for the text before a statement was struck, for another wording or for another day does not count."""
    archive = archive_of(desk)
    article = in_review(desk, archive, QUESTIONS[0])
    digest, words = article.latest.digest(), archive.statement(article)
    seen = article.version
    article = sign(archive, article, *SIGNERS[0])
    struck = article.latest.statements[-1].id
    article = archive.act("strike", article.slug, "bo", article.version, claim=struck, why="not about this")
    assert article.latest.digest() != digest
    assert article.latest.review.signatures == ()
    refused = [
        {"digest": digest, "words": words},
        {"digest": article.latest.digest(), "words": words},
        {"digest": digest, "words": archive.statement(article)},
        {"digest": article.latest.digest(Reader.PATIENT), "words": archive.statement(article, Reader.PATIENT)},
        {"digest": article.latest.digest(), "words": archive.statement(article).replace("2026-03-01", "2026-02-28")},
        {"digest": article.latest.digest(), "words": archive.statement(article)[:-1]},
    ]
    for arguments in refused:
        with pytest.raises(NotAllowed):
            archive.act("sign", article.slug, "cy", article.version, role="second_reviewer", **arguments)
    with pytest.raises(Stale):
        archive.act("sign", article.slug, "cy", seen, role="second_reviewer", digest=digest, words=words)
    assert archive.article(article.slug) == article
    assert not article.latest.approved_at


def test_nobody_approves_what_they_wrote(desk: Desk) -> None:
    """Neither the drafter with every role, nor by signing twice, nor with a role that is not theirs."""
    archive = archive_of(desk)
    every = tuple(role for role in Role if role is not Role.PROGRAM)
    archive.save_person(Person("all", "All Roles", roles=every, declared_on="2026-01-01"), by="program")
    article = archive.draft(desk.ask(QUESTIONS[0]), "all")
    for action in ("submit", "start_review"):
        article = archive.act(action, article.slug, "all", article.version)
    claims = [one.id for one in article.latest.statements]
    with pytest.raises(NotAllowed, match="author"):
        archive.act("decide", article.slug, "all", article.version, claims=claims)
    for role in every:
        with pytest.raises(NotAllowed):
            sign(archive, article, "all", role)
    article = archive.act("decide", article.slug, "bo", article.version, claims=claims)
    article = sign(archive, article, *SIGNERS[0])
    with pytest.raises(NotAllowed, match="signed this text already"):
        sign(archive, article, *SIGNERS[0])
    with pytest.raises(NotAllowed, match="does not have the role"):
        sign(archive, article, "bo", "second_reviewer")
    assert not article.latest.approved_at


def test_who_reworded_a_statement_does_not_sign_it(desk: Desk) -> None:
    """A reviewer who changed words signs the others; somebody else has to sign that one."""
    archive = archive_of(desk)
    archive.save_person(Person("di", "Di", roles=(Role.CLINICAL_REVIEWER,), declared_on="2026-01-01"), by="program")
    article = in_review(desk, archive, QUESTIONS[0])
    claim = article.latest.statements[0].id
    words = next(one.text for one in archive.answer(article).claims if one.id == claim).rstrip(".") + " ."
    for by in ("bo", "cy"):
        article = archive.act(
            "reword",
            article.slug,
            by,
            article.version,
            claim=claim,
            words=words.replace(" .", {"bo": "", "cy": ";"}[by]),
        )
    assert article.latest.statements[0].authors == ("bo", "cy")
    for by in ("bo", "cy"):
        with pytest.raises(NotAllowed, match="cannot accept it"):
            archive.act("decide", article.slug, by, article.version, claims=[claim])
    for by, role in SIGNERS:
        article = sign(archive, article, by, role)
        assert article.latest.review.signatures[-1].without == (claim,)
    assert article.state is State.UNDER_REVIEW
    assert archive.policy.missing(article, article.latest) == (
        "a signature on 1 statements by somebody who is not their author",
    )
    rest = [one.id for one in article.latest.statements]
    article = archive.act("decide", article.slug, "di", article.version, claims=rest)
    assert sign(archive, article, "di", "clinical_reviewer").state is State.APPROVED


def test_any_change_takes_approval_away(desk: Desk) -> None:
    """A correction, a new text and a renewal each wait for signatures of their own."""
    archive = archive_of(desk)
    article = approved(desk, archive, QUESTIONS[0])

    def is_approved(one: Article) -> bool:
        return archive.standing(one, edition=one.latest.number).is_approved

    assert is_approved(article)
    renewed = archive.act("renew", article.slug, "ann", article.version)
    assert not is_approved(renewed)
    assert renewed.state is State.APPROVED  # of the edition before, which readers still see
    declined = archive.act("decline", article.slug, "ann", renewed.version, why="later")
    claim = declined.current.statements[0].id
    corrected = archive.act("correct", article.slug, "ann", declined.version, claim=claim, words="", why="wrong")
    assert not is_approved(corrected)
    assert corrected.state is State.SUBMITTED
    with pytest.raises(CurbsideError):
        archive.act(
            "reword", article.slug, "ann", corrected.version, claim=corrected.current.statements[0].id, words="x"
        )


def test_patients_wording_is_approved_by_itself(desk: Desk) -> None:
    """The wording for patients is not approved with the clinicians', and its page says so."""
    archive = archive_of(desk)
    archive.save_person(Person("lou", "Lou", roles=(Role.LAY_READER,), declared_on="2026-01-01"), by="program")
    article = approved(desk, archive, QUESTIONS[0])
    standing = archive.standing(article, Reader.PATIENT)
    assert not standing.is_approved
    # The first line that a reader sees, and no other that says approved, by name or by a step.
    assert [one.text for one in standing.banners] == [
        "The clinical statements were approved on 2026-03-01. This plain-language wording has not been reviewed."
    ]
    assert [one.on for one in standing.steps if one.label == "Approved"] == [""]
    assert (standing.reviewers, standing.reviewed_on) == ((), "")
    for by, role in (("lou", "lay_reader"), ("bo", "clinical_reviewer")):
        digest, words = article.current.digest(Reader.PATIENT), archive.statement(article, Reader.PATIENT)
        article = archive.act(
            "sign", article.slug, by, article.version, role=role, reader="patient", digest=digest, words=words
        )
    assert archive.standing(article, Reader.PATIENT).is_approved
