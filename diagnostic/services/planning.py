"""Plans solved behind the pages: a first answer soon, then its proof; the same question is solved once."""

import atexit
import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Condition, Thread
from time import monotonic

from diagnostic.content.messages import language
from diagnostic.core.errors import UserError
from diagnostic.core.language import _, speaking, spoken
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.result import Result
from diagnostic.core.plan_lp import hasten
from diagnostic.core.planning import PlanOptions, Solving, drafts

__all__ = ["BusyError", "PlanOptions", "Plans", "Solving"]

PLANS_KEPT = 64
MOST_ASIDE = 3
MOST_PROOFS = 12
CLOSING_SECONDS = 8.0
USUAL = PlanOptions()


class BusyError(UserError):
    """Too many trials wait already; nothing is wrong with this one."""

    def __init__(self) -> None:
        super().__init__(_("beaucoup de calculs sont en cours"), hint=_("réessayez dans quelques instants"))


@dataclass(slots=True, eq=False)
class Question:
    """One question and what is known of its answer; `aside`: no diagnostic's own plan, so others go first; `lang`: the
    language of whoever asked it, in which its search says what is wrong."""

    drafts: Iterator[Solving]
    aside: bool
    known: Solving = field(default_factory=lambda: Solving(None, proving=True))
    error: Exception | None = None
    forgotten: bool = False
    changed: Condition = field(default_factory=Condition)
    lang: str = field(default_factory=spoken)

    @property
    def is_unanswered(self) -> bool:
        return self.known.plan is None and self.known.proving

    def advance(self) -> bool:
        """Search until the next draft; whether there is more to find."""
        found, error = Solving(None, proving=False), None
        try:
            with speaking(language(self.lang)):
                found = next(self.drafts)
        except Exception as failure:
            error = failure
        if not found.proving:
            self.drafts = iter(())
        self._learn(found, error)
        return found.proving

    def give_up(self) -> None:
        """What is found so far stays as it is, no longer searched; where nothing is, whoever waits is told."""
        self.drafts = iter(())
        self._learn(replace(self.known, proving=False), None if self.known.plan else BusyError())

    def forget(self) -> None:
        """Nothing of it stays in memory, not even what a search under way will find."""
        self.forgotten, self.drafts = True, iter(())
        self._learn(self.known, None)

    def _learn(self, known: Solving, error: Exception | None) -> None:
        with self.changed:
            told = (Solving(None, proving=False), BusyError()) if self.forgotten else (known, error)
            self.known, self.error = told
            self.changed.notify_all()

    def answer(self, seconds: float, *, proven: bool = False) -> Solving:
        """What is known once a first plan is there (or, `proven`, once the search has ended), after at most that long.
        Raises what the search raised."""
        with self.changed:
            self.changed.wait_for(lambda: not (self.known.proving if proven else self.is_unanswered), seconds)
            if isinstance(self.error, BusyError):
                raise BusyError  # said to whoever reads it, not to the thread that met it
            if self.error is not None:
                raise self.error
            return self.known


class Plans:
    """The plans of one process, keyed by all that a plan depends on.

    Two threads work behind: one finds first answers in the order they were asked, the other proves, the newest first,
    so that no proof keeps a page waiting; both take the diagnostics' own plans before what is asked `aside`. What waits
    is bounded: a few questions aside, a few proofs. With `behind` False, each question is solved to the end by whoever
    asks it.
    """

    def __init__(self, *, behind: bool = True, kept: int = PLANS_KEPT) -> None:
        self.behind, self.kept = behind, kept
        self.questions: OrderedDict[str, Question] = OrderedDict()
        self.to_answer: list[Question] = []
        self.to_prove: list[Question] = []
        self.guard = Condition()
        self.threads: list[Thread] = []
        self.closing = False

    def ask(
        self, content: Content, assessment: Assessment, result: Result, on: date, options: PlanOptions = USUAL
    ) -> Solving:
        """What is known now; the search goes on behind. Raises UserError as `core.planning.plan` does."""
        return self.wait(content, assessment, result, on, options, seconds=0.0)

    def wait(
        self,
        content: Content,
        assessment: Assessment,
        result: Result,
        on: date,
        options: PlanOptions = USUAL,
        *,
        seconds: float,
        aside: bool = False,
    ) -> Solving:
        """The same, after at most that many seconds for a first plan. Raises BusyError for one question `aside` too
        many."""
        assessment = without_unread(assessment)
        key = key_of(content, assessment, on, options)
        with self.guard:
            question = self.questions.get(key)
            if is_new := question is None:
                self._refuse_too_many(aside=aside)
                question = Question(drafts(content, assessment, result, on, options), aside)
            question.aside = question.aside and aside
            self._keep(key, question)
        if is_new:
            self._begin(question)
        try:
            return question.answer(seconds)
        except Exception:
            self._forget(key, question)
            raise

    def finish(self, content: Content, assessment: Assessment, result: Result, on: date, *, seconds: float) -> Solving:
        """What is known once the search has ended, after at most that many seconds."""
        known = self.ask(content, assessment, result, on)
        with self.guard:
            question = self.questions.get(key_of(content, without_unread(assessment), on, USUAL))
        return question.answer(seconds, proven=True) if question else known

    def forget(self) -> None:
        """Every question and its answer, of all companies: they are asked again when somebody wants them."""
        with self.guard:
            gone = [*self.questions.values(), *self.to_answer, *self.to_prove]
            self.questions.clear()
            self.to_answer.clear()
            self.to_prove.clear()
        for question in gone:
            question.forget()

    def close(self) -> None:
        """Ends the searches: a thread left inside the solver would take the whole process down with it."""
        with self.guard:
            self.closing = True
            self.guard.notify_all()
        until = monotonic() + CLOSING_SECONDS
        for thread in self.threads:
            while thread.is_alive() and monotonic() < until:
                hasten(thread.ident or 0)
                thread.join(0.05)

    def _refuse_too_many(self, *, aside: bool) -> None:
        if aside and sum(one.aside and one.is_unanswered for one in self.questions.values()) >= MOST_ASIDE:
            raise BusyError

    def _keep(self, key: str, question: Question) -> None:
        """Beyond the number kept, the oldest goes, those aside first."""
        self.questions[key] = question
        self.questions.move_to_end(key)
        while len(self.questions) > self.kept:
            others = [other for other in self.questions if other != key]
            gone = next((other for other in others if self.questions[other].aside), others[0])
            self.questions.pop(gone).give_up()

    def _forget(self, key: str, question: Question) -> None:
        """Once its error is told, a question may be asked again."""
        with self.guard:
            if self.questions.get(key) is question:
                del self.questions[key]

    def _begin(self, question: Question) -> None:
        if not self.behind:
            while question.advance():
                pass
            return
        with self.guard:
            self.to_answer.append(question)
            self.guard.notify_all()
            if not self.threads:
                work = {"plan answers": self._find_answers, "plan proofs": self._find_proofs}
                self.threads = [Thread(target=one, name=name, daemon=True) for name, one in work.items()]
                for thread in self.threads:
                    thread.start()
                atexit.register(self.close)

    def _find_answers(self) -> None:
        while question := self._next(self.to_answer, 0):
            if question.advance():
                self._leave_to_prove(question)

    def _find_proofs(self) -> None:
        while question := self._next(self.to_prove, -1):
            while not self.closing and self._is_kept(question) and question.advance():
                pass

    def _next(self, waiting: list[Question], place: int) -> Question | None:
        """The first or the last of those still wanted, diagnostics' own plans before the others; None at the end."""
        with self.guard:
            while not self.closing:
                waiting[:] = [question for question in waiting if self._is_kept(question)]
                if waiting:
                    chosen = ([one for one in waiting if not one.aside] or waiting)[place]
                    waiting.remove(chosen)
                    return chosen
                self.guard.wait()
        return None

    def _leave_to_prove(self, question: Question) -> None:
        """One proof too many: the oldest is given up, those aside first."""
        with self.guard:
            self.to_prove.append(question)
            if len(self.to_prove) > MOST_PROOFS:
                oldest = next((one for one in self.to_prove if one.aside), self.to_prove[0])
                self.to_prove.remove(oldest)
                oldest.give_up()
            self.guard.notify_all()

    def _is_kept(self, question: Question) -> bool:
        """A question that nobody asked for long is left unproven."""
        with self.guard:
            return any(kept is question for kept in self.questions.values())


def without_unread(assessment: Assessment) -> Assessment:
    """The assessment without what no plan reads, so that it changes no question."""
    company = replace(assessment.company, name="")
    return replace(assessment, company=company, practice={}, aptitudes=(), scenarios=())


def key_of(content: Content, assessment: Assessment, on: date, options: PlanOptions) -> str:
    told = repr((content.questionnaire.content_sha256, assessment, on, options))
    return hashlib.sha256(told.encode()).hexdigest()
