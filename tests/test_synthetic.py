"""The territory that does not exist: the same for the same seed, and shaped as the observatory's rules need it."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from diagnostic.cli_synthetic import fill
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import Gathered
from diagnostic.publishing import Press
from diagnostic.services.database import Database
from diagnostic.services.releases import Releases
from diagnostic.synthetic import QUARTERS, denominators, earlier, territory

COMPANIES = 3_000


@pytest.fixture(scope="module")
def drawn(content: Content) -> Gathered:
    return territory(content, COMPANIES, 7)


def test_the_same_seed_draws_the_same_companies(content: Content, drawn: Gathered) -> None:
    again, other = territory(content, COMPANIES, 7), territory(content, COMPANIES, 8)
    assert again.sirens == drawn.sirens != other.sirens
    assert again.codes == drawn.codes
    assert np.array_equal(again.rated["full"].ratings, drawn.rated["full"].ratings, equal_nan=True)
    assert all(np.array_equal(again.values[one], drawn.values[one], equal_nan=True) for one in drawn.values)


def test_it_brings_every_series_that_ratings_do_not(content: Content, drawn: Gathered) -> None:
    computed = {"status", "reach", "area", "principle", "blocking"}
    asked = {one for m in content.observatory.measures if m.id not in computed for one in m.series()}
    assert asked <= set(drawn.values)


def test_it_has_everything_that_makes_protection_hard(drawn: Gathered) -> None:
    assert {drawn.legal_forms.count(one) > 5 for one in set(drawn.legal_forms)} == {True}
    grouped = [head for head in drawn.heads if head]
    assert len(grouped) > 100
    assert len(set(grouped)) < len(grouped) / 2
    assert 0.5 < drawn.consented.mean() < 1
    assert 0.9 < drawn.verified.mean() < 1
    assert set(drawn.codes["form"]) == {"flash", "full"}
    assert {adviser is None for adviser in drawn.advisers} == {True, False}


def test_ratings_hang_together(drawn: Gathered) -> None:
    ratings = drawn.rated["full"].ratings
    first, second = np.nanmean(ratings[:, :20], axis=1), np.nanmean(ratings[:, 20:], axis=1)
    assert np.corrcoef(first, second)[0, 1] > 0.6
    told = ratings[~np.isnan(ratings)]
    assert np.array_equal(told * 2, np.rint(told * 2))
    assert (told.min(), told.max()) >= (0, 4)


def test_a_quarter_before_the_last_had_not_come(drawn: Gathered) -> None:
    before = earlier(drawn)
    assert set(before.codes["quarter"]) == set(QUARTERS[:-1])
    assert 0.8 < len(before.sirens) / len(drawn.sirens) < 0.9
    assert set(before.sirens) < set(drawn.sirens)
    place = {siren: row for row, siren in enumerate(drawn.sirens)}
    rows = np.array([place[siren] for siren in before.sirens])
    assert np.array_equal(before.values["brake/money"], drawn.values["brake/money"][rows], equal_nan=True)
    for form, rated in before.rated.items():
        assert rated.rows.max() < len(before.sirens)
        whole = dict(zip(drawn.rated[form].rows.tolist(), drawn.rated[form].ratings, strict=True))
        for row, ratings in zip(rated.rows.tolist(), rated.ratings, strict=True):
            assert np.array_equal(ratings, whole[rows[row]], equal_nan=True)


def test_there_are_more_eligible_companies_than_drawn_ones(content: Content, drawn: Gathered) -> None:
    eligible = denominators(content, COMPANIES, 7, date(2026, 11, 20))
    for region in content.regions:
        counted = drawn.codes["region"].count(region.code)
        inside = [eligible.of("department", code) or 0 for code in region.departments]
        assert counted < (eligible.of("region", region.code) or 0) == sum(inside)
    assert "synthétique" in eligible.source.title.fr


@pytest.mark.slow
def test_the_demonstration_gets_two_releases_once(tmp_path: Path) -> None:
    main, releases = Database(f"sqlite:///{tmp_path / 'main.db'}"), Releases(f"sqlite:///{tmp_path / 'r.db'}", True)
    main.upgrade()
    releases.prepare()
    press = Press(main, releases, lambda: datetime(2026, 11, 22, tzinfo=UTC))
    fill(press, 300, 7)
    heads = releases.heads()
    assert [(head.quarter, head.synthetic) for head in heads] == [(quarter, True) for quarter in QUARTERS]
    assert releases.broken() == ()
    fill(press, 300, 7)
    assert releases.heads() == heads
