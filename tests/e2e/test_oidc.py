"""Signing in through an identity provider in a real browser: its rules about forms and redirects are what is tried."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.e2e.conftest import PHONE
from tests.e2e.test_pages import check
from tests.web import oidc_provider as local
from tests.web.oidc_provider import LocalProvider
from tests.web.vouching import make_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def provider() -> Iterator[LocalProvider]:
    with local.running() as one:
        yield one


@pytest.fixture(scope="module")
def address(content: Content, database: Database, provider: LocalProvider) -> Iterator[str]:
    """Where an application that knows this provider answers."""
    server = make_server("127.0.0.1", 0, make_app(content, database, provider), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def test_there_and_back_and_out_again(page: Page, address: str, provider: LocalProvider) -> None:
    page.goto("/login?next=/account/sessions")
    page.get_by_role("button", name="ProConnect").click()
    page.wait_for_url(f"{address}/account/sessions")
    page.goto("/account/identity")
    expect(page.get_by_role("heading", level=1)).to_have_text("ProConnect ouvre votre compte.")
    check(page)
    page.get_by_role("button", name="Quitter").click()
    page.wait_for_url("**/?state=*")
    assert provider.logged_out
    page.goto("/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")


def test_without_a_script_too(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/login")
    page.get_by_role("button", name="ProConnect").click()
    page.wait_for_url("**/account")
    context.close()


def test_the_pages_on_the_way(page: Page, provider: LocalProvider) -> None:
    page.route(f"{provider.address}/**", lambda route: route.fulfill(status=204))
    page.goto("/login")
    page.get_by_role("button", name="ProConnect").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous allez vers ProConnect.")
    check(page)
    page.goto("/oidc/callback?state=x")
    expect(page.get_by_role("heading", level=1)).to_have_text("La connexion n’a pas abouti.")
    check(page)
