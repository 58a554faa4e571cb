"""
A writer at work on one answer: what it is asked, in which order, and what is taken of its replies.

Nothing it does can make an answer worse than none: a fault ends its work, and what it wrote until then is not used. What
leaves for it is counted here: the question without identifiers, passages that may leave, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from curbside.answers.answer import Answer, Caveat, CaveatKind, Writing
from curbside.answers.words import words
from curbside.claims.carrying import PageSpan
from curbside.claims.claim import OF_SOURCE, Claim, Wording
from curbside.claims.picked import offered
from curbside.claims.quote import Quoted
from curbside.evidence.evidence import Evidence, SourceRecord
from curbside.language.identifiers import redact
from curbside.language.readability import grade
from curbside.questions.question import Plan, Question
from curbside.settings import Settings
from curbside.sources.source import SourceKind

from . import jobs, proposals
from .composing import Composed, composed, in_writers_words, sentence, with_chosen, worded
from .otherwise import said_otherwise
from .replies import objects
from .writers.bounded import Bounded
from .writers.none import NoWriter
from .writers.writer import Fault, Job, Prompt, WriterError

#: Statements of one answer that are reworded or given a second opinion.
MOST_STATEMENTS = 24


class Scribe:
    """A writer at work on one answer, from the first thing it is asked to the last; None is one that cannot be opened."""

    def __init__(self, writer: Bounded | None, settings: Settings) -> None:
        self.fault = "" if writer else "misconfigured"
        self._writer = writer = writer or Bounded(NoWriter())
        self._settings = settings
        self._session = writer.session(settings.writer_seconds)
        self._prompts: list[str] = []
        self.made: Composed | None = None
        self._rejected = 0

    def does(self, job: Job) -> bool:
        """Whether the writer is to be asked for this, and has not failed before."""
        return not self.fault and job in self._writer.jobs

    def planned(self, question: Question, plan: Plan) -> Plan:
        """The plan with what else the writer would search for."""
        if not self.does(Job.PLAN):
            return plan
        return proposals.widened(plan, self._replies(jobs.plan(self._told(question.text))))

    def condensed(self, question: Question) -> str:
        """A long message in one question of its own words, "" where the writer has none that is fit."""
        if not self.does(Job.CONDENSE):
            return ""
        return proposals.condensed(question.text, self._replies(jobs.condense(self._told(question.text))))

    def compose(
        self,
        question: Question,
        plan: Plan,
        evidence: Sequence[Evidence],
        quoted: Quoted,
        page_span: PageSpan | None = None,
    ) -> Iterator[Claim]:
        """Statements as they stand, in the writer's order; afterwards `made` holds what stands of the whole."""
        if not self.does(Job.COMPOSE):
            return
        most = self._settings.writer_passages
        passages = offered(
            plan, [one for one in evidence if self._may_leave(one.found.record)], quoted.claims, question.reader, most
        )
        if not passages:
            return
        told, understood = self._told(question.text), self._told(plan.condensed, question.text)
        prompt = jobs.compose(told, understood, passages, question.reader)
        composing = composed(self._stream(prompt), passages, quoted.claims, self._writer.name, page_span)
        try:
            while True:
                try:
                    yield next(composing)
                except StopIteration as ended:
                    self.made = ended.value if ended.value.claims else None
                    self.fault = "" if self.made else "nothing"
                    return
        except WriterError as error:
            self.fault = error.fault.value
        finally:
            composing.close()

    def finished(
        self,
        question: Question,
        quoted: Quoted,
        answer: Answer,
        put: Callable[[Quoted], Answer],
        is_answered: Callable[[str], bool],
    ) -> Answer:
        """The whole answer, `put` together of what the writer chose and in its words; else as it was. It says of its writer."""
        if self.made:
            answer = self._doubted(in_writers_words(put(with_chosen(quoted, self.made)), self.made))
        return self._signed(self._followed(question.text, answer, is_answered))

    def reworded(self, answer: Answer) -> Answer:
        """The statements of an answer in words for its reader, each where its quotes bear them. It says of its writer."""
        claims = self._visible(answer)
        if not claims or not self.does(Job.REWORD):
            return answer
        found, told = {}, set[str]()
        for reply in self._replies(jobs.reword(claims, answer.reader)):
            claim = _numbered(claims, reply.get("statement"))
            if claim is None or claim.id in told:
                continue  # of two wordings of one statement the first is looked at
            told.add(claim.id)
            if made := worded(claim, sentence(reply.get("text")), self._writer.name):
                found[claim.id] = made
        if not found:
            self.fault = self.fault or "nothing"
        if not self.fault:
            self.made = Composed(tuple(claims), found, (), (), len(claims) - len(found), 0)
            answer = self._doubted(said_otherwise(answer, found))
        return self._signed(answer)

    def _doubted(self, answer: Answer) -> Answer:
        """The answer with statements in the words of their quotes again, where a second opinion rejects the writer's."""
        claims = [claim for claim in self._visible(answer) if claim.wording and claim.wording.is_by_model]
        if not claims or not self.does(Job.SECOND_OPINION):
            return answer
        back = {}
        for reply in self._replies(jobs.second_opinion(claims)):
            claim = _numbered(claims, reply.get("statement"))
            if claim and reply.get("is_carried") is not True:
                back[claim.id] = (Wording(claim.text, OF_SOURCE, grade(claim.text)), claim.check)
        self._rejected = len(back)
        return said_otherwise(answer, back)

    def _followed(self, question: str, answer: Answer, is_answered: Callable[[str], bool]) -> Answer:
        """The answer with follow-up questions of the writer that the library answers, before those by rule."""
        if not self.does(Job.FOLLOW_UPS):
            return answer
        asked = proposals.asked_next(question, answer, self._replies(jobs.follow_ups(self._told(question), answer)))
        fit = [one for one in asked if is_answered(one)]
        return replace(answer, follow_ups=tuple(dict.fromkeys((*fit, *answer.follow_ups)))[:3])

    def _signed(self, answer: Answer) -> Answer:
        """The answer with what it says of its writer: who worded it and what became of that, or why nobody did."""
        said = words()
        made = self.made
        used = self._session.used
        passed = sum(1 for claim in answer.claims if claim.wording and claim.wording.is_by_model)
        writing = Writing(
            prompts=tuple(self._prompts),
            model=used.model,
            passed=passed + (made.exact if made else 0),
            quoted=(made.quoted if made else 0) + self._rejected,
            dropped=made.dropped if made else 0,
            tokens_in=used.tokens_in,
            tokens_out=used.tokens_out,
            cost=used.cost,
            fault=self.fault,
            is_remote=self._writer.is_remote,
        )
        if made:
            by = "worded_by_model" if writing.passed or made.lead else "chosen_by_model"
            text = said["caveats"][by].format(
                writer=self._writer.name, passed=writing.passed, quoted=writing.quoted, dropped=writing.dropped
            )
            note = Caveat(CaveatKind.WORDED_BY_MODEL, text)
        else:
            why = said["faults"][self.fault or "nothing"]
            note = Caveat(CaveatKind.MODEL_UNAVAILABLE, said["caveats"]["model_unavailable"].format(why=why))
        # Right behind the banner: who wrote the words comes before what is said of the sources.
        caveats = (*answer.caveats[:1], note, *answer.caveats[1:])
        name = self._writer.name if made else "none"
        return replace(answer, caveats=caveats, made_by=replace(answer.made_by, writer=name, writing=writing))

    def _may_leave(self, record: SourceRecord) -> bool:
        """Whether words of a source may go to the writer: those of the library's own keeper only where that was allowed."""
        is_own = record.kind in {SourceKind.UPLOAD, SourceKind.LOCAL_PROTOCOL}
        return not is_own or not self._writer.is_remote or "own_documents" in self._writer.sends

    def _visible(self, answer: Answer) -> list[Claim]:
        """The statements shown in front whose quotes may go to the writer."""
        shown = (claim for section in answer.sections for claim in section.claims)
        return [one for one in shown if all(map(self._may_leave, one.records))][:MOST_STATEMENTS]

    def _told(self, text: str, made_from: str = "") -> str:
        """A person's words as they leave for the writer; what was made from others lacks what was found in those."""
        return redact(text, made_from).text if self._settings.writer_redact else text

    def _replies(self, prompt: Prompt) -> list[dict[str, Any]]:
        """The objects of a reply; none where the writer fails, and then nothing more is asked of it."""
        try:
            return list(self._stream(prompt))
        except WriterError as error:
            self.fault = error.fault.value
            return []

    def _stream(self, prompt: Prompt) -> Iterator[dict[str, Any]]:
        self._prompts.append(prompt.version)
        count = 0
        with closing(self._session.write(prompt)) as pieces:
            for one in objects(pieces):
                count += 1
                yield one
        if not count:
            raise WriterError(Fault.MALFORMED, "The language model replied with nothing that can be read.")


def _numbered(claims: Sequence[Claim], number: object) -> Claim | None:
    """The statement that a reply means by its number, from 1."""
    is_one = isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= len(claims)
    return claims[number - 1] if is_one else None  # type: ignore[operator]  # a whole number, as was just asked
