"""Choosing among the lines of a table: what is searched, kept, sorted and shown of it, as the address says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from reports.words import plain

Row = TypeVar("Row")
Key = str | int | float | date | tuple[int, date]
PAGE = 50
LONGEST, LONGEST_NUMBER = 100, 6
DOWN = "-"
SORTED = {True: "descending", False: "ascending"}


@dataclass(frozen=True, slots=True)
class Query:
    """`q`: words that a line must hold; `kept`: filter → the value kept; `sort`: a column, « - » before it for the
    largest first; `page` from 1."""

    q: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    def address(self, **changes: str | int) -> dict[str, str]:
        """What stands in the address, with these changes: nothing for what is as usual. Any change but that of the page
        goes back to the first one."""
        own = {"q": self.q, **self.kept, "sort": self.sort}
        told = own | {name: str(value) for name, value in changes.items()}
        return {name: value for name, value in told.items() if value and (name, value) != ("page", "1")}

    @property
    def filters(self) -> bool:
        """Whether some lines may be left out."""
        return bool(self.q or any(self.kept.values()))


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`key` sorts it: None, last whatever the order, where a line has nothing there. `down`: the largest comes first
    when it is first asked."""

    id: str
    label: str
    key: Callable[[Row], Key | None]
    down: bool = False


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """`said`: what is searched in a line; `filters`: name → the value that a line has there; `usual`: the sort when
    nothing is asked."""

    columns: Sequence[Column[Row]]
    said: Callable[[Row], str]
    filters: Mapping[str, Callable[[Row], str]]
    usual: str

    def read(self, asked: Mapping[str, str]) -> Query:
        """What an address asks of this table; what it does not know changes nothing."""
        sort = asked.get("sort", "")
        page = asked.get("page", "")
        return Query(
            q=asked.get("q", "").strip()[:LONGEST],
            kept={name: asked.get(name, "") for name in self.filters},
            sort=sort if self._column(sort) else "",
            page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < LONGEST_NUMBER else 1,
        )

    def chosen(self, rows: Sequence[Row], query: Query) -> list[Row]:
        """Those that hold every word and every value kept, sorted: equal ones stay in the order they came in."""
        wanted = plain(query.q).split()
        kept = [
            row
            for row in rows
            if all(word in plain(self.said(row)) for word in wanted)
            and all(read(row) == query.kept[name] for name, read in self.filters.items() if query.kept.get(name))
        ]
        return self.sorted(kept, query.sort or self.usual)

    def sorted(self, rows: Sequence[Row], sort: str) -> list[Row]:
        column = self._column(sort)
        if column is None:
            return list(rows)
        with_keys = [(key, row) for row in rows if (key := column.key(row)) is not None]
        without = [row for row in rows if column.key(row) is None]
        told = sorted(with_keys, key=lambda pair: pair[0], reverse=sort.startswith(DOWN))
        return [row for _, row in told] + without

    def _column(self, sort: str) -> Column[Row] | None:
        return next((one for one in self.columns if one.id == sort.removeprefix(DOWN)), None)

    def heads(self, query: Query) -> tuple["Head", ...]:
        """What heads each column, and the address that sorts by it: the other way when it already does."""
        here = query.sort or self.usual
        return tuple(self._head(one, here, query) for one in self.columns)

    def _head(self, column: Column[Row], here: str, query: Query) -> "Head":
        ways = (f"{DOWN}{column.id}", column.id) if column.down else (column.id, f"{DOWN}{column.id}")
        following = ways[1] if here == ways[0] else ways[0]
        is_here = here.removeprefix(DOWN) == column.id
        return Head(column.label, SORTED[here.startswith(DOWN)] if is_here else None, query.address(sort=following))


@dataclass(frozen=True, slots=True)
class Head:
    """`sorted`: « ascending », « descending », or None."""

    label: str
    sorted: str | None
    address: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """One page of what was chosen. `previous`, `following`: addresses, None at the ends."""

    rows: Sequence[Row]
    total: int
    page: int
    pages: int
    previous: Mapping[str, str] | None
    following: Mapping[str, str] | None


def page_of(rows: Sequence[Row], query: Query) -> Shown[Row]:
    """The page asked, or the last one there is."""
    pages = max(1, -(-len(rows) // PAGE))
    page = min(query.page, pages)
    return Shown(
        rows=rows[(page - 1) * PAGE : page * PAGE],
        total=len(rows),
        page=page,
        pages=pages,
        previous=query.address(page=page - 1) if page > 1 else None,
        following=query.address(page=page + 1) if page < pages else None,
    )
