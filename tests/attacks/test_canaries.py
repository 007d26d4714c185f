"""Marks planted in everything that companies and people wrote are in nothing that the observatory gives (A11, A14): no
page, header, drawing, file, part of a file, whatever the address."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.publishing import Press
from diagnostic.services import observing
from diagnostic.services.database import Database
from diagnostic.services.observing import Wanted
from diagnostic.services.releases import Releases
from tests.attacks import canaries
from tests.attacks.canaries import HEADCOUNT, NOW, ON, REVENUE, SPENT, Planted
from tests.attacks.crawling import crawled
from tests.store.planting import STEM
from tests.web import served

pytestmark = pytest.mark.slow
ARCHIVE = b"PK\x03\x04"
PART = 9  # letters of a mark or of an id that nothing else begins with
RUN = re.compile(rf"[\w@.-]{{{PART},}}")
COMMAS = re.compile(r"\.(csv|json)(\?|$)")  # where a comma stands between values, never inside a number
PLACES = re.compile(r't="s"><v>\d+</v>| r="\d+"| ht="\d+"| (?:min|max)="\d+"')  # of a sheet: rows, shared strings
NUMBERS = (HEADCOUNT, REVENUE, SPENT)


@dataclass(frozen=True)
class Published:
    """`given`: where → bytes, of all that leaves: files of the command, answers of the pages, and what these hold.
    `rules`: addresses of the observatory's pages, `visited` those that links led to."""

    planted: Planted
    shown: int
    visited: frozenset[str]
    rules: frozenset[str]
    given: Mapping[str, bytes]


@pytest.fixture(scope="module")
def published(
    content: Content, examples: Mapping[str, Assessment], tmp_path_factory: pytest.TempPathFactory
) -> Published:
    folder = tmp_path_factory.mktemp("canaries")
    database = Database(f"sqlite:///{folder / 'main.db'}")
    database.upgrade()
    planted = canaries.planted(database, content, examples["uma_usinage"])
    url = f"sqlite:///{folder / 'releases.db'}"
    press = Press(database, Releases(url, writes=True), lambda: NOW)
    wanted = Wanted(ON, "2026-T4")
    outcome = press.publish(
        content, lambda session: observing.gather(session, content, ON), wanted, folder / "out", lambda *_: None
    )
    given = {str(path.relative_to(folder)): path.read_bytes() for path in sorted((folder / "out").rglob("*.*"))}
    app = served.make_app(content, database, releases=url)
    app.test_client_class = FlaskClient
    given |= crawled(app.test_client())
    shown = sum(cell.shown for table in outcome.release.tables for cell in table.cells)
    rules = frozenset(rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/observatoire"))
    visited = frozenset(address.partition("?")[0] for address in given)
    parts = {place: content for where, raw in given.items() for place, content in inside(where, raw)}
    return Published(planted, shown, visited, rules, parts)


def inside(where: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and the parts of it where it is an archive (XLSX is one)."""
    if not raw.startswith(ARCHIVE):
        yield where, raw
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        yield f"{where} (names)", "\n".join(opened.namelist()).encode() + opened.comment
        for name in opened.namelist():
            yield from inside(f"{where}!{name}", opened.read(name))


def test_the_marks_are_there_and_the_release_tells_something(published: Published) -> None:
    """So that the tests below can fail."""
    with published.planted.database.session(writes=False) as session:
        assert canaries.every_mark_is_stored(session)
    assert published.shown > 20
    assert len(published.planted.words) > 200
    told = " ".join(published.given)
    assert all(kind in told for kind in (".csv", ".json", ".xlsx!xl/", ".zip!", ".md", ".svg"))
    assert published.visited >= {rule for rule in published.rules if "<" not in rule}


def test_no_word_of_a_company_is_anywhere(published: Published) -> None:
    begin = {word[:PART].lower() for word in published.planted.words}
    for where, raw in published.given.items():
        found = word_in(raw.decode("utf-8"), begin)
        assert found is None, f"{where}: {found}"


def test_no_number_of_a_company_is_anywhere(published: Published) -> None:
    """Its people, its revenue, what it spent: as a number by itself, however thousands are written."""
    for where, raw in published.given.items():
        told = raw.decode("utf-8")
        found = number_in(told.replace(",", ";") if COMMAS.search(where) else told)
        assert found is None, f"{where}: {found}"


def word_in(told: str, begin: set[str]) -> str | None:
    """A mark, or a run of letters that holds the beginning of a word planted."""
    told = told.lower()
    if STEM.lower() in told:
        return STEM
    runs = (run for run in set(RUN.findall(told)) for at in range(len(run) - PART + 1) if run[at : at + PART] in begin)
    return next(runs, None)


def number_in(told: str) -> str | None:
    """One of the numbers by itself, thousands apart or not; not as a part of another, nor a size of a file."""
    told = re.sub("(?<=\\d)[ \u00a0\u202f](?=\\d{3})", "", PLACES.sub(" ", told))
    for number in NUMBERS:
        found = re.search(rf"(?<![\w.,#-]){number}(?![\w.%-]|,\d|\s[kM]o)", told)
        if found:
            return told[max(0, found.start() - 60) : found.end() + 40]
    return None


@pytest.mark.parametrize(
    "told",
    [f"<title>{STEM}07name</title>", "x-81000012340001", "aaaaCOMPANYIDcompanyid22", f"/d/{STEM}diagnostic03"],
)
def test_a_word_would_be_seen_wherever_it_hides(told: str) -> None:
    assert word_in(told, {"810000123", "companyid"})


@pytest.mark.parametrize(
    "told", ["<v>173</v>", "7\u202f654\u202f321 €", ";173,x", "aria-label='173 personnes'", "7654329"]
)
def test_a_number_would_be_seen_however_it_is_written(told: str) -> None:
    assert number_in(told)
