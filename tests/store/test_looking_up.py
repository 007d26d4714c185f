"""What the public directory said is kept for a while, its ignorance for a shorter one."""

from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.core.model.listing import Listing
from diagnostic.services import looking_up
from diagnostic.services.database import Database
from diagnostic.services.looking_up import FRESH, FRESH_UNKNOWN, Known

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SIRET = "73282932000074"
FULL = Listing(SIRET, "DURAND", True, "25.62B", (3248, 1486), "42187", "ROANNE", "42", "84", (20, 49))
OPEN_ENDED = Listing(SIRET, headcount=(10000, None))


def kept(database: Database, now: datetime) -> Known | None:
    with database.session(writes=False) as session:
        return looking_up.kept(session, SIRET, now)


@pytest.mark.parametrize(("said", "lasts"), [(FULL, FRESH), (OPEN_ENDED, FRESH), (None, FRESH_UNKNOWN)])
def test_an_answer_comes_back_as_it_was_until_it_is_old(
    database: Database, said: Listing | None, lasts: timedelta
) -> None:
    assert kept(database, NOW) is None
    with database.session() as session:
        looking_up.keep(session, SIRET, said, NOW)
        session.commit()
    assert kept(database, NOW + lasts - timedelta(seconds=1)) == Known(said)
    assert kept(database, NOW + lasts) is None


def test_the_last_answer_takes_the_place_of_the_one_before(database: Database) -> None:
    with database.session() as session:
        looking_up.keep(session, SIRET, None, NOW)
        looking_up.keep(session, SIRET, FULL, NOW + timedelta(hours=1))
        session.commit()
    assert kept(database, NOW + timedelta(days=1)) == Known(FULL)
