"""Names of eighty letters without a space: nothing scrolls sideways on a phone."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext

from diagnostic.core.model.access import OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing
from diagnostic.services.database import Database
from tests.e2e.test_pages import check
from tests.web import acquaintances as known
from tests.web.served import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG, ID = "W" * 80, "long-names"


@pytest.fixture(scope="module")
def body(content: Content, database: Database, examples: Mapping[str, Assessment]) -> str:
    """An organisation whose only member does everything, and leads a company as well."""
    example = examples["one_too"]
    with database.session() as session:
        company = replace(example.company, name=LONG)
        assessing.add(session, content, ID, replace(example, company=company), NOW)
        session.commit()
    return known.organisation(database, LONG, OrganisationKind.REGION)


@pytest.fixture(scope="module")
def cookie(database: Database, body: str) -> str:
    who = known.account(database, f"{LONG[:60].lower()}@exemple.fr", LONG, platform_admin=True)
    for position in Position:
        known.member(database, who, body, position)
    for role, organisation in ((Role.LEADER, None), (Role.ADVISER, body)):
        known.access(database, ID, role, who, organisation)
    with database.session() as session:
        values = known.session_values(session, who, proven=True, now=NOW)
    return known.cookie_of(database, values)


PATHS = (
    "/account",
    "/account/erase",
    "/o/{body}/companies",
    "/o/{body}/members",
    "/admin/organisations",
    f"/d/{ID}/access",
    f"/d/{ID}/journal",
    f"/d/{ID}/hand",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_long_name_stays_on_the_page(
    context: BrowserContext, address: str, body: str, cookie: str, path: str
) -> None:
    context.add_cookies([{"name": known.COOKIE, "value": cookie, "url": address}])
    page = context.new_page()
    answer = page.goto(path.format(body=body))
    assert answer is not None and answer.status == 200
    check(page)
