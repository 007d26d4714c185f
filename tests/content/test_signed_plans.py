"""What is signed is read back as it was, whatever the content has become since."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest

from diagnostic.content.signed_plans import read_signed, signed_text
from diagnostic.core.errors import UserError
from diagnostic.core.model.plan import Plan, Task
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.signature import Signing
from tests.reports import workshop

SIGNING = Signing(date(2026, 11, 22), "Léa Martin", "Gérante", "Hugo Roux")
TASK = Task(date(2026, 12, 1), "pdc_opco2i", "before_start", Text("déposer la demande"), Text("usage"), False, False)


def plan_in_its_words() -> Plan:
    """The workshop's plan, whose money quotes its content's sources as a computed plan does; with a filing."""
    made, source = workshop.plan(), workshop.SOURCE.title
    lines = [tuple(replace(row, source=source) for row in one.cost.by_device) for one in made.actions]
    costs = [replace(one.cost, by_device=rows) for one, rows in zip(made.actions, lines, strict=True)]
    actions = [replace(one, cost=cost) for one, cost in zip(made.actions, costs, strict=True)]
    return replace(made, actions=(replace(actions[0], tasks=(TASK,)), *actions[1:]))


def text(**changes: object) -> str:
    plan = replace(plan_in_its_words(), **changes)  # type: ignore[arg-type]
    return signed_text(workshop.content(), "atelier", workshop.assessment(), plan, "Un mot.", SIGNING)


def test_what_was_signed_comes_back_equal() -> None:
    found = read_signed(text())
    assert found.signing == SIGNING and found.word == "Un mot."
    assert found.assessment == workshop.assessment()
    assert found.plan == plan_in_its_words()


def test_the_same_values_give_the_same_bytes_and_others_do_not() -> None:
    hashes = {hashlib.sha256(one.encode()).hexdigest() for one in (text(), text(), text(on=date(2026, 11, 23)))}
    assert len(hashes) == 2


def test_the_titles_are_those_of_the_day() -> None:
    lines = read_signed(text()).lines
    assert [one.title for one in lines] == list(workshop.TITLES)
    assert [(one.start_quarter, one.gross, one.net) for one in lines][1] == (1, 16100, 14000)


def test_anyone_reads_the_document_without_us() -> None:
    raw = json.loads(text())
    assert raw["format"] == "palier-signature/1"
    assert raw["plan"]["format"] == "palier-plan/1" and raw["assessment"]["format"] == "palier-assessment/1"
    assert raw["signatory"] == "Léa Martin" and raw["on"] == "2026-11-22"


@pytest.mark.parametrize(
    "spoiled",
    ["", "[]", "{}", '{"format": "palier-plan/1"}', '{"format": "palier-signature/1"}', text()[:-9]],
)
def test_another_text_is_refused(spoiled: str) -> None:
    with pytest.raises(UserError):
        read_signed(spoiled)


@pytest.mark.parametrize("missing", ["on", "signatory", "plan", "assessment", "content_sha256"])
def test_a_text_that_lacks_something_is_refused(missing: str) -> None:
    raw = json.loads(text())
    del raw[missing]
    with pytest.raises(UserError):
        read_signed(json.dumps(raw))
