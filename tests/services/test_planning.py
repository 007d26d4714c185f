"""Plans solved behind the pages: asked at once, found soon, proven later, each question once."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest

from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Assessment, Constraints, PlanChoices, Scenario, TeamAptitude
from diagnostic.core.model.catalogue import Content
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.scoring import score
from diagnostic.services import planning
from diagnostic.services.planning import BusyError, Plans, Solving

ON = date(2026, 11, 22)
LONG = 20.0
LATER = Scenario(name="later", constraints=Constraints(budget=1), plan=PlanChoices())


class Search:
    """Stands in for the search: each of its drafts waits for the test to let it through; counts how often it began."""

    def __init__(self, *drafts: Solving | Exception) -> None:
        self.drafts, self.begun = drafts, 0
        self.gates = [threading.Semaphore(0) for _ in drafts]

    def __call__(self, *question: object) -> Iterator[Solving]:
        self.begun += 1
        for draft, gate in zip(self.drafts, self.gates, strict=True):
            assert gate.acquire(timeout=LONG)
            if isinstance(draft, Exception):
                raise draft
            yield draft

    def let(self, draft: int = 0, times: int = 1) -> None:
        self.gates[draft].release(times)


@pytest.fixture(scope="module")
def proven(content: Content, examples: Mapping[str, Assessment]) -> Solving:
    mantion = examples["mantion"]
    found = plan(content, mantion, score(content.questionnaire, mantion), ON, PlanOptions())
    return Solving(found, proving=False)


@pytest.fixture
def first(proven: Solving) -> Solving:
    assert proven.plan
    return Solving(replace(proven.plan, status="feasible", bound_gap=0.01), proving=True)


class Asker:
    """One company's question to `plans`."""

    def __init__(self, plans: Plans, content: Content, assessment: Assessment) -> None:
        self.plans, self.content, self.assessment = plans, content, assessment
        self.result = score(content.questionnaire, assessment)

    def __call__(self, seconds: float = 0.0, *, aside: bool = False, **options: int) -> Solving:
        asked = PlanOptions(**options)  # type: ignore[arg-type]
        return self.plans.wait(self.content, self.assessment, self.result, ON, asked, seconds=seconds, aside=aside)

    def until_proven(self) -> Solving:
        for _ in range(2000):
            found = self(0.01)
            if not found.proving:
                return found
            threading.Event().wait(0.01)
        raise AssertionError("never proven")


@pytest.fixture
def ask(content: Content, examples: Mapping[str, Assessment]) -> Asker:
    return Asker(Plans(), content, examples["mantion"])


def searching(monkeypatch: pytest.MonkeyPatch, *drafts: Solving | Exception) -> Search:
    search = Search(*drafts)
    monkeypatch.setattr(planning, "drafts", search)
    return search


def test_a_page_never_waits_for_the_search(
    ask: Asker, monkeypatch: pytest.MonkeyPatch, first: Solving, proven: Solving
) -> None:
    search = searching(monkeypatch, first, proven)
    assert ask() == Solving(None, proving=True)
    search.let()
    assert ask(LONG) == first
    assert ask() == first
    search.let(1)
    assert ask.until_proven() == proven
    assert search.begun == 1


def test_the_same_question_is_searched_once_whoever_asks(
    ask: Asker, monkeypatch: pytest.MonkeyPatch, proven: Solving
) -> None:
    search = searching(monkeypatch, proven)
    found: list[Solving] = []
    askers = [threading.Thread(target=lambda: found.append(ask(LONG))) for _ in range(4)]
    for asker in askers:
        asker.start()
    search.let()
    for asker in askers:
        asker.join(LONG)
    assert found == [proven] * 4
    assert search.begun == 1


def test_another_budget_or_another_company_is_another_question(
    ask: Asker, examples: Mapping[str, Assessment], monkeypatch: pytest.MonkeyPatch, proven: Solving
) -> None:
    search = searching(monkeypatch, proven)
    search.let(times=3)
    other = Asker(ask.plans, ask.content, examples["uma_usinage"])
    for asked in (ask(LONG), ask(LONG, budget=1), other(LONG)):
        assert asked == proven
    assert search.begun == 3


def test_what_no_plan_reads_is_no_other_question(ask: Asker, monkeypatch: pytest.MonkeyPatch, proven: Solving) -> None:
    search = searching(monkeypatch, proven)
    search.let()
    renamed = replace(ask.assessment.company, name="Autre nom")
    team = TeamAptitude("Montage", "cooperation", 2)
    for changed in (
        replace(ask.assessment, scenarios=(LATER,)),
        replace(ask.assessment, company=renamed),
        replace(ask.assessment, practice={"budget": "yes"}, aptitudes=(team,)),
    ):
        assert Asker(ask.plans, ask.content, changed)(LONG) == proven
    assert search.begun == 1


def test_a_proof_keeps_no_other_question_waiting(
    ask: Asker, monkeypatch: pytest.MonkeyPatch, first: Solving, proven: Solving
) -> None:
    search = searching(monkeypatch, first, proven)
    search.let()
    assert ask(LONG) == first
    search.let()
    assert ask(LONG, budget=1) == first
    search.let(1, times=2)
    assert ask.until_proven() == proven


def test_what_goes_wrong_is_told_to_who_asks_and_may_be_asked_again(
    ask: Asker, monkeypatch: pytest.MonkeyPatch, proven: Solving
) -> None:
    refusal = UserError("aucun plan trouvé", "horizon")
    searching(monkeypatch, refusal).let()
    with pytest.raises(UserError, match="aucun plan trouvé"):
        ask(LONG)
    searching(monkeypatch, proven).let()
    assert ask(LONG) == proven


def test_only_the_last_questions_are_kept(ask: Asker, monkeypatch: pytest.MonkeyPatch, proven: Solving) -> None:
    ask.plans = Plans(kept=2)
    search = searching(monkeypatch, proven)
    search.let(times=4)
    for budget in (1, 2, 3, 2, 1):
        ask(LONG, budget=budget)
    assert search.begun == 4
    assert len(ask.plans.questions) == 2


def test_the_real_search_ends_with_the_plan_that_the_command_gives(ask: Asker, proven: Solving) -> None:
    found = ask(LONG)
    assert found.plan
    assert found.plan.status in ("feasible", "optimal")
    last = ask.until_proven()
    assert last.plan and proven.plan
    assert replace(last.plan, solver_seconds=0.0) == replace(proven.plan, solver_seconds=0.0)


def test_without_threads_the_asker_gets_the_proven_plan(ask: Asker, proven: Solving) -> None:
    ask.plans = Plans(behind=False)
    found = ask()
    assert not found.proving
    assert found.plan and proven.plan
    assert found.plan.actions == proven.plan.actions


class Line:
    """Stands in for the search: tells which budget's turn has come; its first draft waits to be let through."""

    def __init__(self, *drafts: Solving) -> None:
        self.drafts, self.order = drafts, list[int | None]()
        self.begun, self.gate, self.proof = (threading.Semaphore(0) for _ in range(3))

    def __call__(self, _c: object, _a: object, _r: object, _on: object, options: PlanOptions) -> Iterator[Solving]:
        self.order.append(options.budget)
        self.begun.release()
        for draft, gate in zip(self.drafts, (self.gate, self.proof), strict=False):
            assert gate.acquire(timeout=LONG)
            yield draft

    def wait(self) -> None:
        assert self.begun.acquire(timeout=LONG)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch, proven: Solving) -> Line:
    line = Line(proven)
    monkeypatch.setattr(planning, "drafts", line)
    return line


def test_a_diagnostic_s_own_plan_goes_before_what_is_tried(ask: Asker, line: Line) -> None:
    ask(aside=True, budget=1)
    line.wait()
    ask(aside=True, budget=2)
    ask(aside=True, budget=3)
    ask(budget=9)
    ask(budget=3)
    line.gate.release(4)
    for _ in range(3):
        line.wait()
    assert line.order == [1, 3, 9, 2], "a trial that becomes a plan keeps its turn among plans"


def test_one_trial_too_many_is_asked_to_come_back_and_a_plan_never_is(ask: Asker, line: Line, proven: Solving) -> None:
    for budget in range(planning.MOST_ASIDE):
        ask(aside=True, budget=budget)
    with pytest.raises(BusyError, match="beaucoup de calculs"):
        ask(aside=True, budget=50)
    assert ask(aside=True, budget=0).proving, "one that waits already still does"
    ask(budget=60)
    line.gate.release(planning.MOST_ASIDE + 2)
    assert ask(LONG, budget=60) == proven
    assert ask(LONG, aside=True, budget=0) == proven
    assert ask(LONG, aside=True, budget=50) == proven


def test_a_question_no_longer_kept_is_not_searched_and_its_asker_is_told(ask: Asker, line: Line) -> None:
    ask.plans = Plans(kept=2)
    ask(budget=1)
    line.wait()
    told: list[Exception] = []

    def wait_for_the_second() -> None:
        try:
            ask(LONG, budget=2)
        except BusyError as error:
            told.append(error)

    asker = threading.Thread(target=wait_for_the_second)
    asker.start()
    while len(ask.plans.questions) < 2:
        threading.Event().wait(0.01)
    ask(budget=3)
    ask(budget=4)
    asker.join(LONG)
    assert len(told) == 1
    line.gate.release(4)
    for _ in range(2):
        line.wait()
    assert line.order == [1, 3, 4]


def test_what_is_tried_never_drives_a_plan_out(ask: Asker, line: Line, proven: Solving) -> None:
    ask.plans = Plans(kept=2)
    line.gate.release(6)
    ask(LONG, budget=1)
    for budget in (2, 3, 4):
        ask(LONG, aside=True, budget=budget)
    assert ask(budget=1) == proven
    assert line.order == [1, 2, 3, 4]


def test_beyond_the_proofs_that_may_wait_the_oldest_trial_keeps_its_draft(
    ask: Asker, monkeypatch: pytest.MonkeyPatch, first: Solving, proven: Solving
) -> None:
    monkeypatch.setattr(planning, "MOST_PROOFS", 2)
    line = Line(first, proven)
    monkeypatch.setattr(planning, "drafts", line)
    line.gate.release(5)
    ask(LONG, budget=1)
    while ask.plans.to_prove:
        threading.Event().wait(0.01)
    ask(LONG, budget=2)
    ask(LONG, aside=True, budget=3)
    ask(LONG, aside=True, budget=4)
    while ask(aside=True, budget=3).proving:
        threading.Event().wait(0.01)
    assert ask(aside=True, budget=3) == replace(first, proving=False)
    assert ask(budget=1).proving and ask(budget=2).proving
    line.proof.release(3)


# The last object to go takes its time: meanwhile, the solver of a thread left behind returns.
LEAVING = """
from dataclasses import replace
from datetime import date
from diagnostic.content.assessments import read_assessment
from diagnostic.content.loader import load_content
from diagnostic.core.plan_lp import RUNNING
from diagnostic.core.scoring import score
from diagnostic.places import data_path
from diagnostic.services.planning import PlanOptions, Plans
from time import sleep

class SlowToGo:
    def __del__(self, sleep=sleep):
        sleep(4)

content = load_content()
company = read_assessment(data_path("questionnaires") / "industry40" / "examples" / "uma_usinage.json", content)
result, plans = score(content.questionnaire, company), Plans()
means = replace(company.constraints, horizon_quarters=20, parallel_actions=20, budget=60_000)
company, options = replace(company, constraints=means), PlanOptions(time_limit=2)
found = plans.wait(content, company, result, date(2026, 11, 22), options, seconds=60)
assert found.plan and found.proving
while not RUNNING:
    sleep(0.01)
last = SlowToGo()
"""


def test_leaving_in_the_midst_of_a_search_is_clean() -> None:
    left = subprocess.run([sys.executable, "-c", LEAVING], capture_output=True, text=True, timeout=120, check=False)
    assert (left.returncode, left.stderr) == (0, "")
