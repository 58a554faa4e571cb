"""
The site for programs: ask, list articles, read one. What comes back is the published Answer JSON.

Bodies are read strictly (a key given twice, NaN or half a surrogate pair is refused), errors are those of RFC 9457, and
OpenAPI stands at /api/v1/openapi.json; no page of it is served, because those that exist load scripts from elsewhere.
"""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from pydantic import ConfigDict, Field

from curbside.archive import Archive
from curbside.articles.article import Article
from curbside.batch import parse
from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.press.json import plan_of, to_dict
from curbside.press.schema import schema
from curbside.questions.question import Question, Reader

from .desks import BusyError, desks, writing_desks
from .problems import refusal
from .readers.worded import model

_ANSWER = {"responses": {200: {"description": "Answer JSON", "content": {"application/json": {"schema": schema()}}}}}


class Strict(Parser):
    """Reads a body as every other door of Curbside does."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The object in the body."""
        try:
            text = request.body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise CurbsideError("The body is not UTF-8; send JSON in UTF-8.") from error
        return parse(text)


api = NinjaAPI(
    title="Curbside", version=settings.VERSION, urls_namespace="api", docs_url=None, parser=Strict(),
    description="Answers medical questions from sources it can quote, word for word.",
)  # fmt: skip


class Ask(Schema):
    """A question."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=settings.CURBSIDE.question_characters)
    reader: Reader = Reader.CLINICIAN
    about: str = Field(
        "", max_length=500, description="Whom it concerns: age, pregnancy, kidney disease ... Never stored."
    )
    country: str = Field(
        "", pattern="^([A-Z]{2})?$", description="ISO 3166 code: whose emergency numbers a card shows. Never stored."
    )
    writer: Literal["none", "default"] | None = Field(
        None,
        description="Whose words: those of the sources (none) or of the language model that the site names (default). Not told,"
        ' a model on the site\'s own machine words the answer; one elsewhere only where "default" is asked for.',
    )
    follows: dict[str, Any] | None = Field(None, description="The Answer JSON that this question builds on.")


class Entry(Schema):
    """An article in a list."""

    slug: str
    title: str
    state: str
    topics: list[str]
    updated_at: str
    version: int


class Listing(Schema):
    """A page of articles."""

    total: int
    articles: list[Entry]


class Banner(Schema):
    """A line about review that has to be shown with the text."""

    kind: str
    text: str


class Published(Schema):
    """An article: what its review says, and its text as Answer JSON."""

    slug: str
    title: str
    edition: int
    reader: Reader
    state: str
    is_approved: bool
    digest: str
    banners: list[Banner]
    reviewers: list[str]
    updated_on: str
    reviewed_on: str
    searched: str
    next_review: str
    version: int
    answer: dict[str, Any]


@api.post("/ask", response=dict[str, Any], openapi_extra=_ANSWER, summary="Answer a question")
async def ask(request: HttpRequest, asked: Ask) -> dict[str, Any]:
    """An answer whose every statement carries the quote it rests on."""
    if not asked.question.strip() or "\0" in asked.question:
        raise CurbsideError("Type a question first.")
    try:
        plan = plan_of(asked.follows) if asked.follows else None
    except (KeyError, TypeError, ValueError) as error:
        raise CurbsideError('"follows" is no Curbside answer; send one as it came.') from error
    question = Question(asked.question, asked.reader, plan, asked.about, asked.country)
    found = model()
    is_worded = found is not None and (asked.writer == "default" or (asked.writer is None and not found.is_remote))
    at = writing_desks() if is_worded else desks()
    return await at.do(lambda desk: to_dict(desk.ask(question, in_own_words=not is_worded)))


@api.get("/articles", response=Listing, summary="List articles")
async def articles(
    request: HttpRequest, search: str = "", topic: str = "", state: str = "", limit: int = 50, offset: int = 0
) -> Listing:
    """Public articles, the last changed first, each with the state of its review."""

    def look(desk: Desk) -> Listing:
        found = Archive(desk.library).articles(
            search[:200], topic=topic[:200], state=state, limit=max(1, min(limit, 200)), offset=max(0, offset)
        )
        return Listing(total=found.total, articles=[_entry(one) for one in found.articles])

    return await desks().do(look)


@api.get("/articles/{slug}", response={200: Published, 404: None}, summary="Read an article")
async def article(request: HttpRequest, slug: str, reader: Reader | None = None) -> Published | HttpResponse:
    """An article in the wording of a reader, with everything that has to be said of its review."""

    def look(desk: Desk) -> Published | None:
        archive = Archive(desk.library)
        found = archive.find(slug)
        if found is None or not found.is_public:
            return None
        chosen = reader if reader in found.current.readers else found.current.main
        assert chosen is not None
        standing = archive.standing(found, chosen)
        return Published(
            slug=found.slug,
            title=found.title,
            edition=standing.edition,
            reader=chosen,
            state=standing.state.value,
            is_approved=standing.is_approved,
            digest=standing.digest,
            banners=[Banner(kind=one.kind, text=one.text) for one in standing.banners],
            reviewers=list(standing.reviewers),
            updated_on=standing.updated_on,
            reviewed_on=standing.reviewed_on,
            searched=standing.searched,
            next_review=standing.next_review,
            version=found.version,
            answer=archive.document(found, chosen),
        )

    found = await desks().do(look)
    return found or refusal(request, 404, "Not here", f'There is no article "{slug}"; list them at /api/v1/articles.')


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body that is not what is asked for."""
    first = error.errors[0]
    where = ".".join(str(part) for part in first.get("loc", ())[1:] if part != "asked")
    return refusal(request, 422, "Not understood", f"{where or 'body'}: {first.get('msg', 'is not valid')}.")


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no object; the reason is the one that its reader gave."""
    why = error.__cause__
    said = str(why) if isinstance(why, CurbsideError) else "The body cannot be read; send one flat JSON object."
    return refusal(request, 422, "Not understood", said)


@api.exception_handler(CurbsideError)
def refused(request: HttpRequest, error: CurbsideError) -> HttpResponse:
    """What cannot be done, in a sentence."""
    return refusal(request, 503 if isinstance(error, BusyError) else 422, "Not done", str(error))


def _entry(article: Article) -> Entry:
    return Entry(
        slug=article.slug,
        title=article.title,
        state=article.state.value,
        topics=list(article.topics),
        updated_at=article.updated_at,
        version=article.version,
    )
