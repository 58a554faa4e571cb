"""Small articles made by hand, for the rules of review: no library, no database, no clock."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from curbside.answers.digest import digest
from curbside.articles.actions import Acting, act, drafted
from curbside.articles.article import Article, State
from curbside.articles.person import Interest, InterestKind, Person, Role
from curbside.articles.policy import Policy, policy_of
from curbside.articles.words import statement
from curbside.questions.question import Reader
from curbside.settings import Settings

NOW = "2026-03-01T09:00:00Z"
POLICY = policy_of(Settings())


def person(name: str, *roles: Role, specialty: str = "", shares_on: str = "", ended: str = "") -> Person:
    """Somebody with roles, a specialty, and perhaps shares in a company on a topic."""
    interests = (Interest(InterestKind.SHARES, f"Shares on {shares_on}", (shares_on,), ended),) if shares_on else ()
    return Person(
        name, name.title(), "MD", (specialty,) if specialty else (), "", roles, interests, declared_on="2026-01-01"
    )


ANN = person("ann", Role.EDITOR, Role.AUTHOR)
BO = person("bo", Role.CLINICAL_REVIEWER, specialty="Neurology")
CY = person("cy", Role.SECOND_REVIEWER, specialty="Surgery")
DI = person("di", Role.CLINICAL_REVIEWER, specialty="Medicine")
PHIL = person("phil", Role.PHARMACIST)
LOU = person("lou", Role.LAY_READER)
MAX = person("max", Role.MEDICAL_DIRECTOR, specialty="Medicine")
ED = person("ed", Role.EDITOR)


def claim(name: str, words: str = "", source: str = "pmid:1") -> dict[str, Any]:
    """A claim of an Answer JSON, as far as articles read it."""
    quote = {"source": source, "version": "v", "start": 0, "end": 9, "text": f"{name} helps", "sha256": ""}
    said = {"text": words or f"{name} helps", "by": "source", "grade": 5}
    return {"id": name, "text": f"{name} helps", "wording": said, "quotes": [quote]}


def document(
    *kinds: str, reader: Reader = Reader.CLINICIAN, words: str = "", status: str = "current"
) -> dict[str, Any]:
    """An Answer JSON with one statement of each kind, as far as articles read it."""
    sections = [{"kind": kind, "claims": [claim(f"{kind}{n}", words)], "more": []} for n, kind in enumerate(kinds)]
    made = {
        "title": "Carpal tunnel syndrome",
        "question": "How is carpal tunnel syndrome treated?",
        "reader": reader.value,
        "plan": {"focus": "carpal tunnel syndrome", "drugs": []},
        "searched": {"through": ""},
        "bottom_line": {"text": "Splints help."},
        "caveats": [],
        "references": [{"source": "pmid:1", "number": 1, "status": status}],
        "sections": sections,
    }
    return {**made, "digest": digest(made)}


class Desk:
    """One article, and a short way to act on it."""

    def __init__(self, *kinds: str, policy: Policy | None = None, specialties: tuple[str, ...] = ()) -> None:
        self.policy = policy or POLICY
        self.at = NOW
        self.kinds = kinds or ("treatment_options", "procedures")
        self.article: Article = drafted("cts", self.documents(), self.acting(ANN), ("Hands",), specialties).article

    def documents(self, words: str = "", status: str = "current") -> dict[Reader, dict[str, Any]]:
        """The two wordings."""
        return {
            reader: document(*self.kinds, reader=reader, words=words, status=status)
            for reader in (Reader.CLINICIAN, Reader.PATIENT)
        }

    def state(self) -> State:
        """The state of what readers see, asked anew each time."""
        return self.article.state

    def acting(self, by: Person) -> Acting:
        return Acting(by, self.at, self.policy)

    def act(self, action: str, by: Person, **arguments: Any) -> Article:
        self.article = act(self.article, action, self.acting(by), **arguments).article
        return self.article

    def review(self) -> None:
        self.act("submit", ANN)
        self.act("start_review", BO)

    def accept(self, by: Person) -> None:
        self.act("decide", by, claims=[one.id for one in self.article.latest.statements])

    def sign(self, by: Person, role: str, reader: Reader = Reader.CLINICIAN, **arguments: Any) -> Article:
        edition = self.article.latest
        given = {"digest": edition.digest(reader), "words": statement(edition, reader, self.at), **arguments}
        return self.act("sign", by, role=role, reader=reader.value, **given)

    def accept_and_sign(self, by: Person, role: str) -> Article:
        self.accept(by)
        return self.sign(by, role)

    def approve(self) -> Article:
        self.accept_and_sign(BO, "clinical_reviewer")
        return self.accept_and_sign(CY, "second_reviewer")


def declared(one: Person, on: str) -> Person:
    """Somebody whose interests were declared on a day."""
    return replace(one, declared_on=on)
