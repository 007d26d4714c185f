"""Words that change with the leader and never name a profile; files to deposit, dated and grouped."""

from dataclasses import replace
from datetime import date

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import Plan, Task
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.scoring import score
from reports.naming import Names
from reports.plan_lines import Tone
from reports.programme import Programme
from reports.view_filings import filing_lines
from reports.view_tone import tone
from tests.reports import workshop

ON = date(2026, 11, 22)


def said(content: Content, assessment: Assessment, made: Plan | None = None) -> Tone:
    shown = made or workshop.plan()
    return tone(Programme(Names(content.questionnaire, "fr"), content, assessment, replace(shown, actions=())))


def test_the_short_questions_set_the_profile_and_the_more_prudent_wins_a_tie(
    content: Content, examples: dict[str, Assessment]
) -> None:
    uma = examples["uma_usinage"]
    ids = [question.id for question in content.context.profile_questions]
    bold = replace(uma, entry=replace(uma.entry, profile_answers=dict.fromkeys(ids, "conqueror")))
    tied = dict(zip(ids, ["conqueror", "conqueror", "learner", "learner"], strict=True))
    split = replace(uma, entry=replace(uma.entry, profile_answers=tied))
    assert (bold.entry.profile(), split.entry.profile()) == ("conqueror", "learner")
    assert said(content, bold).opening != said(content, split).opening
    assert len(said(content, bold).first_steps) == 3


def test_no_word_of_the_plan_names_a_profile(content: Content, examples: dict[str, Assessment]) -> None:
    uma = examples["uma_usinage"]
    for profile in content.context.leader_profiles:
        entry = replace(uma.entry, profile_answers={}, leader_profile=profile.id)  # type: ignore[arg-type]
        shown = said(content, replace(uma, entry=entry))
        told = " ".join([shown.opening or "", *shown.first_steps])
        assert profile.name.fr not in told
        assert profile.id not in told


def test_a_leader_who_answered_nothing_gets_no_tone(content: Content, examples: dict[str, Assessment]) -> None:
    uma = examples["uma_usinage"]
    entry = replace(uma.entry, profile_answers={}, leader_profile=None, brakes={}, moment=None, openness=())
    shown = said(content, replace(uma, entry=entry))
    assert (shown.opening, shown.first_steps, shown.brakes, shown.moment) == (None, (), (), None)
    assert shown.outward is not None


def test_severe_brakes_the_moment_and_the_next_way_out_are_answered(
    content: Content, examples: dict[str, Assessment]
) -> None:
    uma = examples["uma_usinage"]
    first, second = content.context.openness[:2]
    entry = replace(uma.entry, brakes={"money": 2, "resistance": 1}, moment="in_test", openness=(first.id,))
    shown = said(content, replace(uma, entry=entry))
    assert [brake.title for brake in shown.brakes] == ["L’argent"]
    assert shown.moment is not None
    assert len(shown.moment.lines) == 3
    assert shown.outward is not None
    assert shown.outward.title == second.name.fr


def test_one_line_per_device_and_start_with_the_prudent_date_beside_the_legal_one(
    content: Content, examples: dict[str, Assessment]
) -> None:
    uma = examples["uma_usinage"]
    made = plan(content, uma, score(content.questionnaire, uma), ON, PlanOptions())
    early = Task(date(2026, 12, 2), "pdc_opco2i", "early", Text("déposer tôt"), Text("prudence"), False, False)
    legal = Task(date(2026, 12, 31), "pdc_opco2i", "request", Text("déposer la demande"), Text("règle"), True, False)
    first, second = (replace(row, tasks=(early, legal), start_quarter=1) for row in made.by_priority()[:2])
    programme = Programme(Names(content.questionnaire, "fr"), content, uma, replace(made, actions=(first, second)))
    (line,) = filing_lines(programme, [first, second])
    assert line.by == "31\N{NO-BREAK SPACE}décembre 2026"
    assert line.text == (
        "Déposer la demande, de préférence avant le 2\N{NO-BREAK SPACE}décembre 2026, si son barème est reconduit."
    )
    assert line.measures == f"mesures {first.priority_rank} et {second.priority_rank}"
