"""Photos beside answers, on both databases."""

from datetime import UTC, datetime

import pytest

from diagnostic.core.errors import UserError
from diagnostic.core.model.access import OPERATOR
from diagnostic.core.model.assessment import Company, Settled
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing, proving, settling
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.database import Database
from diagnostic.services.proving import Shot

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ITEM, BY_FUNCTION = "digital_skills", "sensor_data_acquisition"


def shot(number: int, item: str = ITEM, function: str | None = None) -> Shot:
    return Shot(item, function, " vu\n ici ", b"jpeg %d" % number, 10, 20, f"{number:064}")


def test_a_photo_is_kept_found_and_taken_away(database: Database, content: Content) -> None:
    with database.session() as session:
        made, _ = assessing.start(session, content, Company("Atelier"), {"production": 1}, "full", NOW)
        other, _ = assessing.start(session, content, Company("Autre"), {"production": 1}, "full", NOW)
        kept, is_new = proving.add(session, content, made.id, shot(1), OPERATOR, NOW)
        assert is_new and kept.caption == "vu ici" and kept.added_by == "operator"
        assert proving.add(session, content, made.id, shot(1), OPERATOR, NOW) == (kept, False)
        elsewhere, _ = proving.add(session, content, made.id, shot(1, BY_FUNCTION, "production"), OPERATOR, NOW)
        assert set(proving.proofs_of(session, made.id)) == {kept, elsewhere}
        assert proving.proofs_of(session, other.id) == ()
        assert proving.image_of(session, made.id, kept.id) == b"jpeg 1"
        for act in (
            lambda: proving.image_of(session, other.id, kept.id),
            lambda: proving.remove(session, content, other.id, kept.id),
        ):
            with pytest.raises(NotFoundError):
                act()
        proving.remove(session, content, made.id, kept.id)
        assert proving.proofs_of(session, made.id) == (elsewhere,)


def test_what_is_settled_stays_with_its_reason_until_it_is_taken_back(database: Database, content: Content) -> None:
    with database.session() as session:
        made, _ = assessing.start(session, content, Company("Atelier"), {"production": 1}, "full", NOW)
        for rating in (1.0, 2.5):
            settling.settle(session, content, made.id, Settled(ITEM, None, rating, " vu "), NOW)
        settling.settle(session, content, made.id, Settled(BY_FUNCTION, "all", 3.0, "vu"), NOW)
        with pytest.raises(UserError) as refused:
            settling.settle(session, content, made.id, Settled(ITEM, "production", 3.0, "vu"), NOW)
        assert refused.value.field == "function"
        assert assessing.load(session, content, made.id).assessment.settled == (
            Settled(ITEM, None, 2.5, "vu"),
            Settled(BY_FUNCTION, "all", 3.0, "vu"),
        )
        assert settling.unsettle(session, content, made.id, BY_FUNCTION, "all", NOW)
        assert not settling.unsettle(session, content, made.id, BY_FUNCTION, "all", NOW)
        assert len(assessing.load(session, content, made.id).assessment.settled) == 1
