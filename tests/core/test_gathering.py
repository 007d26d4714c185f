"""What each company brings, worked out for many at once, is what is worked out for each alone."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from diagnostic.core.gathering import AXES, Known, Promised, Row, gathered, rows
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.granted import Status
from diagnostic.core.scoring import score
from diagnostic.core.scoring_batch import cell_columns
from diagnostic.core.skills_gap import skills_gap
from diagnostic.core.status import Facts
from diagnostic.core.target import targets

SIREN = "732829320"


def known(assessment: Assessment, **told: object) -> Known:
    asked = {
        "siren": SIREN,
        "verified": True,
        "head": None,
        "legal_form": "5710",
        "adviser": None,
        "recorded": False,
        "consented": True,
        "assessments": ((assessment, "2026-T4"),),
    }
    return Known(**asked | told)  # type: ignore[arg-type]


def row_of(content: Content, company: Known) -> Row:
    return next(rows(content, [company]))


@pytest.mark.parametrize("name", ["acti_metal_industrie", "mantion", "one_too", "uma_usinage"])
def test_ratings_and_gaps_are_those_that_the_company_reads(
    content: Content, examples: Mapping[str, Assessment], name: str
) -> None:
    assessment = examples[name]
    equal = {function: 1.0 for function, weight in assessment.functions.items() if weight > 0}
    even = replace(assessment, functions=equal)
    row, result = row_of(content, known(assessment)), score(content.questionnaire, even)
    columns = cell_columns(content.questionnaire, assessment.form)
    told = {columns[place]: row.ratings[place] for place in np.flatnonzero(row.applicable)}
    assert told.keys() == result.ratings().keys()
    for cell, rating in result.ratings().items():
        assert told[cell] == pytest.approx(rating, nan_ok=True) if rating is not None else np.isnan(told[cell])
    gap = skills_gap(content, even, result, targets(content, even, result))
    wanted = {f"gap/{one.skill}": one.gap for one in gap.rows if one.gap is not None}
    assert {series: row.values[series] for series in row.values if series in wanted} == wanted
    assert {f"people/{one.skill}": one.headcount_gap for one in gap.rows if one.current is not None}.items() <= (
        row.values.items()
    )


def test_without_consent_a_company_brings_no_figure(content: Content, examples: Mapping[str, Assessment]) -> None:
    assert row_of(content, known(examples["one_too"])).values
    assert row_of(content, known(examples["one_too"], consented=False)).values == {}


def test_severe_symptoms_alone_count(content: Content, examples: Mapping[str, Assessment]) -> None:
    first, second, *others = content.symptoms
    entry = replace(examples["one_too"].entry, symptoms={first: 3, second: 1})
    values = row_of(content, known(replace(examples["one_too"], entry=entry))).values
    assert [values[f"symptom/{id}"] for id in (first, second, *others)] == [1.0] + [0.0] * (1 + len(others))
    silent = replace(examples["one_too"], entry=replace(entry, symptoms={}))
    assert not any(name.startswith("symptom/") for name in row_of(content, known(silent)).values)


def test_actions_and_money_come_from_the_plan_in_force(content: Content, examples: Mapping[str, Assessment]) -> None:
    action, other = list(content.actions)[:2]
    device, unused = list(content.devices)[:2]
    promised = Promised(frozenset({action}), {device: 1200.0})
    values = row_of(content, known(examples["one_too"], promised=promised)).values
    assert (values[f"action/{action}"], values[f"action/{other}"]) == (1.0, 0.0)
    assert (values[f"device/{device}"], values[f"device/{unused}"]) == (1200.0, 0.0)
    assert not any(
        name.startswith(("action/", "device/")) for name in row_of(content, known(examples["mantion"])).values
    )


def test_the_newest_assessed_diagnostic_stands_for_the_company(
    content: Content, examples: Mapping[str, Assessment]
) -> None:
    done, begun = examples["one_too"], replace(examples["one_too"], answers=examples["one_too"].answers[:2], settled=())
    row = row_of(content, known(done, assessments=((begun, "2026-T4"), (done, "2026-T3"))))
    assert (row.completed, row.codes[AXES.index("quarter")]) == (True, "2026-T3")
    alone = row_of(content, known(begun))
    assert (alone.completed, Status.DIAGNOSED) == (False, tuple(Status)[2])
    assert (row.status, alone.status) == (2, 0)
    assert row_of(content, known(begun, facts=Facts(answered=True))).status == 1
    assert row_of(content, known(begun, status=Status.COMMITTED)).status == 3


def test_a_version_changes_with_what_is_told_and_with_nothing_else(
    content: Content, examples: Mapping[str, Assessment]
) -> None:
    one = examples["one_too"]
    renamed = replace(one, company=replace(one.company, name="Autre nom", revenue=1))
    moved = replace(one, company=replace(one.company, department="01"))
    changed = replace(one, answers=(replace(one.answers[0], rating=6.0), *one.answers[1:]), settled=())
    versions = [
        gathered(content, [row_of(content, company)]).versions[0]
        for company in (known(one), known(renamed), known(moved), known(changed), known(one, consented=False))
    ]
    assert versions[0] == versions[1]
    assert len(set(versions[1:])) == 4
