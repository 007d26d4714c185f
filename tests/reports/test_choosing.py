"""Choosing among the lines of a table, as the address says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.choosing import PAGE, Column, Query, Table, page_of


@dataclass(frozen=True)
class Firm:
    number: int
    name: str
    people: int | None
    region: str


TABLE: Table[Firm] = Table(
    columns=(
        Column("name", "Nom", lambda one: one.name),
        Column("people", "Effectif", lambda one: one.people, down=True),
    ),
    said=lambda one: one.name,
    filters={"region": lambda one: one.region, "size": lambda one: "small" if (one.people or 0) < 20 else "large"},
    usual="name",
)
NAMES = st.text("aàbcdeéè ", max_size=6)
FIRMS = st.lists(
    st.builds(Firm, st.integers(), NAMES, st.none() | st.integers(0, 60), st.sampled_from(["84", "32"])), max_size=12
)
SORTS = st.sampled_from(["", "name", "-name", "people", "-people"])
KEPT = st.fixed_dictionaries({"region": st.sampled_from(["", "84"]), "size": st.sampled_from(["", "small", "large"])})
QUERIES = st.builds(Query, q=NAMES, kept=KEPT, sort=SORTS, page=st.integers(1, 4))


def firms(*rows: tuple[str, int | None]) -> list[Firm]:
    return [Firm(number, name, people, "84") for number, (name, people) in enumerate(rows)]


def names(found: Sequence[Firm]) -> list[str]:
    return [one.name for one in found]


def test_a_search_ignores_accents_and_capitals_and_the_order_of_words() -> None:
    rows = firms(("Mécanique Durand", 3), ("Forge Élan", 4))
    assert names(TABLE.chosen(rows, Query(q="durand MECANIQUE"))) == ["Mécanique Durand"]
    assert names(TABLE.chosen(rows, Query(q="elan"))) == ["Forge Élan"]


def test_lines_without_a_value_are_last_whichever_way_it_is_sorted() -> None:
    rows = firms(("a", None), ("b", 3), ("c", 9))
    assert names(TABLE.chosen(rows, Query(sort="people"))) == ["b", "c", "a"]
    assert names(TABLE.chosen(rows, Query(sort="-people"))) == ["c", "b", "a"]


@settings(max_examples=40)
@given(FIRMS, SORTS)
def test_sorting_twice_changes_nothing(rows: list[Firm], sort: str) -> None:
    once = TABLE.sorted(rows, sort)
    assert TABLE.sorted(once, sort) == once


@settings(max_examples=40)
@given(FIRMS, SORTS)
def test_equal_lines_stay_in_the_order_they_came_in(rows: list[Firm], sort: str) -> None:
    same = [Firm(number, "a", 1, one.region) for number, one in enumerate(rows)]
    assert TABLE.sorted(same, sort) == same


@settings(max_examples=40)
@given(FIRMS, QUERIES, QUERIES)
def test_filters_may_be_applied_in_any_order(rows: list[Firm], one: Query, other: Query) -> None:
    first = TABLE.chosen(TABLE.chosen(rows, one), other)
    second = TABLE.chosen(TABLE.chosen(rows, other), one)
    key = lambda firm: (firm.number, firm.name, firm.people or -1, firm.region)  # noqa: E731
    assert sorted(first, key=key) == sorted(second, key=key)


@given(QUERIES)
def test_an_address_says_all_that_was_asked(query: Query) -> None:
    read = TABLE.read(query.address(page=query.page))
    assert read == replace(query, q=query.q.strip())


def test_what_an_address_does_not_know_changes_nothing() -> None:
    assert TABLE.read({"sort": "salary", "page": "-1", "color": "red"}) == Query(kept={"region": "", "size": ""})
    assert TABLE.read({"page": "9" * 40}).page == 1


def test_a_head_sorts_the_other_way_once_it_sorts() -> None:
    first, second = TABLE.heads(Query(kept={}))
    assert (first.sorted, first.address) == ("ascending", {"sort": "-name"})
    assert (second.sorted, second.address) == (None, {"sort": "-people"})
    assert TABLE.heads(Query(sort="-people"))[1].address == {"sort": "people"}


def test_sorting_goes_back_to_the_first_page_and_a_page_keeps_the_rest() -> None:
    query = Query(q="a", kept={"region": "84"}, sort="name", page=2)
    assert query.address(sort="-name") == {"q": "a", "region": "84", "sort": "-name"}
    assert query.address(page=3) == {"q": "a", "region": "84", "sort": "name", "page": "3"}


@given(FIRMS, st.integers(1, 9))
def test_pages_hold_every_line_once(rows: list[Firm], copies: int) -> None:
    many = rows * copies * 5
    pages = page_of(many, Query()).pages
    shown = [row for page in range(1, pages + 1) for row in page_of(many, Query(page=page)).rows]
    assert shown == many
    assert all(len(page_of(many, Query(page=page)).rows) <= PAGE for page in range(1, pages + 1))


def test_a_page_beyond_the_last_is_the_last() -> None:
    found = page_of(firms(*[("a", 1)] * (PAGE + 1)), Query(page=9))
    assert (found.page, len(found.rows), found.following) == (2, 1, None)
    assert found.previous == {}
