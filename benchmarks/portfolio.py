"""How long an adviser's list of 300 companies takes, beside a loop that tells how fast this machine is.

    python benchmarks/portfolio.py

Prints the time to read, score and put in words every company, and the number of statements sent to the database; then
the same for the organisation's activity.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import event

from diagnostic.content.assessments import read_assessment
from diagnostic.content.loader import load_content
from diagnostic.core.model.access import OrganisationKind, Position
from diagnostic.places import data_path
from diagnostic.services import accounts, handing, organisations, portfolio
from diagnostic.services.database import Database
from diagnostic.services.handing import Adviser
from reports import view_portfolio

COMPANIES = 300
LOOP = 5_000_000
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def best(task: Callable[[], object], times: int = 5) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        found.append(time.perf_counter() - start)
    return min(found)


def calibration() -> None:
    total = 0
    for number in range(LOOP):
        total += number


def main() -> None:
    content = load_content()
    folder = data_path("questionnaires") / "industry40" / "examples"
    examples = [read_assessment(path, content) for path in sorted(folder.glob("*.json"))]
    with tempfile.TemporaryDirectory() as place:
        database = Database(f"sqlite:///{Path(place) / 'portfolio.db'}")
        database.upgrade()
        with database.session() as session:
            chamber = organisations.create(session, "CCI", OrganisationKind.CHAMBER, NOW).id
            person = accounts.find_or_add(session, "ana@exemple.fr", None, NOW).id
            organisations.add_member(session, chamber, person, Position.ADVISER, NOW)
            adviser = Adviser(person, chamber)
            for number in range(COMPANIES):
                like = examples[number % len(examples)]
                mine = replace(like, company=replace(like.company, name=f"Atelier {number}"))
                handing.prepare(session, content, mine, adviser, uuid4().hex[:22], NOW)
            session.commit()
        regions = {region.code: region.name.fr for region in content.regions}
        forms = {id: name.fr for id, name in content.questionnaire.form_names.items()}
        told = view_portfolio.Telling(regions, forms, TODAY)
        sent: list[str] = []
        event.listen(database.engine, "before_cursor_execute", lambda *row: sent.append(row[2]))

        def listed() -> None:
            with database.session(writes=False) as session:
                own = portfolio.folders_of(session, content, chamber, person, TODAY, datetime.date)
            view_portfolio.to_do(own, TODAY)
            table = view_portfolio.table_of(told)
            lines = [view_portfolio.folder_line(one, told) for one in table.chosen(own, table.read({}))]
            assert len(lines) == COMPANIES

        def summed() -> None:
            with database.session(writes=False) as session:
                assert portfolio.activity_of(session, content, chamber, TODAY, datetime.date).companies == COMPANIES

        answers = sum(len(examples[number % len(examples)].answers) for number in range(COMPANIES))
        loop = best(calibration)
        print(f"{COMPANIES} companies, {answers:,} answers; a loop of {LOOP:,} additions: {loop:.3f} s")
        for name, task in (("an adviser's list", listed), ("the organisation's activity", summed)):
            sent.clear()
            task()
            statements = len(sent)
            seconds = best(task)
            print(f"{name}: {seconds:.3f} s ({seconds / loop:.1f} loops), {statements} statements")
        database.close()


if __name__ == "__main__":
    main()
