"""Problems that readers report, and what was done about them."""

from __future__ import annotations

from dataclasses import replace

from curbside.articles.article import Article, Report
from curbside.articles.event import Done
from curbside.articles.words import refusal

from .acting import Acting, checked_claim, reason

_LONGEST = 4000
#: Open reports of one article at most: more say nothing new, and would fill the record.
_MOST_OPEN = 200


def report_problem(article: Article, acting: Acting, text: str, claim: str = "") -> Done:
    """Keep what a reader says is wrong; who it was is not kept."""
    edition = acting.on(article, "report_problem")
    if claim:
        checked_claim(edition, claim)
    if sum(1 for one in article.reports if not one.answer) >= _MOST_OPEN:
        raise refusal("reports")
    number = len(article.reports) + 1
    report = Report(number, acting.at, edition.number, claim, reason(text)[:_LONGEST])
    after = replace(article, reports=(*article.reports, report))
    return acting.done(after, "report_problem", edition, what={"report": number, "claim": claim})


def answer_report(article: Article, acting: Acting, number: int, answer: str) -> Done:
    """Close a report with what was done about it."""
    edition = acting.on(article, "answer_report")
    if not any(one.number == number and not one.answer for one in article.reports):
        raise refusal("no_report", number=number)
    said = reason(answer)
    reports = tuple(
        replace(one, answer=said, answered_by=acting.by.id) if one.number == number else one for one in article.reports
    )
    return acting.done(replace(article, reports=reports), "answer_report", edition, said, {"report": number})
