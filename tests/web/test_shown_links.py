"""A link that is shown once made: its cookie goes to the page that shows it, and no script or other site reads it."""

import pytest
from flask import Flask, Response

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web.shown_links import ShownLink, hand_link, invited_link, private_link
from tests.web import served

PAGES = {private_link: "/d/some-id/link", hand_link: "/d/some-id/hand", invited_link: "/d/some-id/respondents"}


@pytest.fixture
def secure(content: Content, database: Database) -> Flask:
    return served.make_app(content, database, https=True)


@pytest.mark.parametrize("link", PAGES, ids=lambda link: link.cookie)
def test_its_cookie_is_for_one_page(secure: Flask, link: ShownLink) -> None:
    with secure.test_request_context(base_url="https://localhost"):
        set_cookie = link.hand_over(Response(), "some-id", "secret").headers["Set-Cookie"]
        forgotten = link.forget(Response(), "some-id").headers["Set-Cookie"]
    value, *attributes = set_cookie.split("; ")
    assert value == f"__Secure-{link.cookie}=secret"
    assert {"Secure", "HttpOnly", "SameSite=Lax", f"Path={PAGES[link]}", "Max-Age=3600"} <= set(attributes)
    assert forgotten.startswith(f"__Secure-{link.cookie}=;") and f"Path={PAGES[link]}" in forgotten


def test_each_has_a_cookie_of_its_own() -> None:
    assert len({link.cookie for link in PAGES}) == len(PAGES)
