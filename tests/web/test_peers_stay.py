"""A12: whoever answers, changes everything and answers again sees no peer move before the next release."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.observatory_samples import sample_catalogue, sample_release
from tests.observatory_served import published
from tests.web import leading, served
from tests.web.linting_client import LintingClient, text_of

pytestmark = pytest.mark.slow


@pytest.fixture
def releases(tmp_path: Path) -> str:
    return published(tmp_path / "releases.db", [sample_release()])


@pytest.fixture
def app(content: Content, database: Database, releases: str) -> Iterator[Flask]:
    yield served.make_app(replace(content, observatory=sample_catalogue()), database, releases=releases)


def peers(client: LintingClient, address: str) -> tuple[list[str], list[str]]:
    """Means of the peers and own indices, as the page says them."""
    client.get(f"{address}/peers")
    told = [text_of(cell) for cell in client.page.all("td") if "value" in (cell.get("class") or "").split()]
    return [one for one in told if one.startswith("Pairs")], [one for one in told if one.startswith("Vous")]


def always(rating: str) -> Callable[[str], str]:
    return lambda _: rating


def test_answering_again_moves_nobody_else(client: LintingClient) -> None:
    address = leading.start(client)
    seen, own = [], []
    for rating in ("1", "5", "0"):
        assert [answer.status_code for answer in leading.answer_all(client, address, always(rating))]
        others, mine = peers(client, address)
        seen.append(others)
        own.append(tuple(mine))
    assert len(set(own)) == 3
    assert seen[0]
    assert seen[0] == seen[1] == seen[2]
