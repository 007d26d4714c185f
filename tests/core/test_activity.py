"""An organisation's work as a whole: nobody is ranked, and few companies are not told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.activity import FEWEST, activity, quarter_of, spread
from diagnostic.core.model.access import Hand, Role
from diagnostic.core.model.assessment import Company
from diagnostic.core.model.granted import CompanyLine, Status
from diagnostic.core.model.portfolio import Folder, Measure, OpenStep, Stand
from diagnostic.core.next_actions import next_actions

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 2, tzinfo=UTC)
NAMES = ("Zoé", "ana", "Bruno", "Éric")
ADVISERS = tuple((name.casefold(), name) for name in NAMES)


def folder(
    company: str,
    person: str | None = "ana",
    *,
    status: Status = Status.DIAGNOSED,
    coverage: float = 0.9,
    promised_on: date | None = None,
    steps: Sequence[date] = (),
    opened_on: date = date(2026, 11, 2),
) -> Folder:
    stand = Stand(
        opened_on=opened_on,
        changed_on=opened_on,
        hand=Hand.ADVISER,
        handed=True,
        answered=10,
        assessed=True,
        noted_on=opened_on if promised_on else None,
        promised_on=promised_on,
        open_steps=tuple(OpenStep(on, company) for on in steps),
    )
    line = CompanyLine(
        access=f"{company}/{person}",
        company=company,
        diagnostic=company,
        name=company,
        role=Role.ADVISER,
        organisation="here",
        organisation_name="CCI",
        hand=Hand.ADVISER,
        claimed=True,
        handed=True,
        granted_at=NOW,
        updated_at=NOW,
        person=person,
        holder=person,
    )
    measure = Measure(asked=40, answered=10, coverage=coverage, assessed=True, stage=1, evidence_share=coverage)
    return Folder(
        line=line,
        company=Company(company),
        form="full",
        opened_on=opened_on,
        diagnostics=1,
        stand=stand,
        measure=measure,
        status=status,
        actions=next_actions(stand, TODAY, 12),
    )


@given(st.permutations(ADVISERS), st.lists(st.sampled_from([id for id, _ in ADVISERS]), max_size=12))
def test_advisers_stand_in_the_order_of_their_names_whatever_they_have(
    advisers: Sequence[tuple[str, str]], held: Sequence[str]
) -> None:
    folders = [folder(f"company {number}", person) for number, person in enumerate(held)]
    loads = activity(folders, advisers, TODAY).loads
    assert [load.adviser for load in loads] == ["ana", "Bruno", "Éric", "Zoé"]
    assert {load.adviser: load.files for load in loads} == {name: held.count(id) for id, name in ADVISERS}


def test_files_that_nobody_has_any_more_are_counted_apart() -> None:
    loads = activity([folder("a"), folder("b", "gone")], [("ana", "Ana")], TODAY).loads
    assert [(load.adviser, load.files) for load in loads] == [("Ana", 1), (None, 1)]


def test_a_company_with_two_advisers_is_one_company() -> None:
    found = activity([folder("a"), folder("a", "bruno")], ADVISERS, TODAY)
    assert found.companies == 1
    assert sum(sum(quarter.statuses.values()) for quarter in found.quarters) == 1


def test_delays_are_told_by_how_far_companies_have_come() -> None:
    late = date(2026, 11, 1)
    folders = [
        folder("a", promised_on=late),
        folder("b", promised_on=TODAY),
        folder("c", status=Status.ACCOMPANIED, steps=(late, late, TODAY)),
    ]
    rows = {row.status: row for row in activity(folders, ADVISERS, TODAY).delays}
    assert list(rows) == list(Status)
    assert (rows[Status.DIAGNOSED].companies, rows[Status.DIAGNOSED].restitutions) == (2, 1)
    assert (rows[Status.ACCOMPANIED].with_steps, rows[Status.ACCOMPANIED].steps) == (1, 2)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_a_spread_counts_every_company_once_or_is_not_told(shares: list[float]) -> None:
    found = spread(shares)
    assert (found.counts is None) == (len(shares) < FEWEST)
    assert found.counts is None or sum(found.counts) == len(shares)


def test_the_bounds_of_a_spread_belong_to_the_upper_class() -> None:
    assert spread([0.0, 0.25, 0.5, 0.75, 1.0]).counts == (1, 1, 1, 2)


def test_quarters_come_last_first() -> None:
    folders = [folder("a"), folder("b", opened_on=date(2026, 6, 30)), folder("c", opened_on=date(2026, 10, 1))]
    found = activity(folders, ADVISERS, TODAY).quarters
    assert [(one.starts_on, sum(one.statuses.values())) for one in found] == [
        (date(2026, 10, 1), 2),
        (date(2026, 4, 1), 1),
    ]
    assert quarter_of(date(2026, 12, 31)) == date(2026, 10, 1)
