"""What a leader does in a browser without a script, in few words."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from werkzeug.test import TestResponse

from tests.web.linting_client import FORM_TOKEN, LintingClient, values_of

SWITCH = re.compile(r'(?<=<a class="language" )href="[^"]*"')
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

CARD: Mapping[str, object] = {
    "name": "Mécanique Durand",
    "headcount": "42",
    "region": "84",
    "functions": ["production", "logistics"],
    "position": "subcontractor",
    "intent": "catch_up",
    "form": "flash",
    "siret": "732 829 320 00074",
    "naf": "25.62B",
    "idcc": "3248",
}


def send(client: LintingClient, address: str, changes: Mapping[str, object], **options: Any) -> TestResponse:
    """Open the page, change some fields, send the form: what a browser does."""
    client.get(address)
    return client.post(address, data={**values_of(client.page), **changes}, **options)


def start(client: LintingClient, **card: object) -> str:
    """Start a diagnostic; the beginning of its addresses."""
    answer = send(client, "/start", {**CARD, **card})
    assert answer.status_code == 303, answer.text
    return str(answer.location).removesuffix("/link")


def private_link(client: LintingClient, address: str) -> str:
    """The path of the link shown when starting."""
    client.get(f"{address}/link")
    return "/" + str(client.page.id("private-link").get("value")).split("/", 3)[3]


def token(client: LintingClient) -> str:
    """A form token of this browser's session."""
    found = TOKEN.search(client.get("/resume").text)
    assert found
    return found[1]


def pages(client: LintingClient, address: str) -> list[str]:
    """The addresses of the pages of questions."""
    client.get(f"{address}/questions")
    links = [link.get("href", "") for link in client.page.all("a")]
    found = [link for link in links if link.startswith(f"{address}/questions/")]
    return list(dict.fromkeys(found))


def answer_all(client: LintingClient, address: str, rating: Callable[[str], str]) -> Iterator[TestResponse]:
    """Answer every page; `rating` gives the answer to each field name."""
    for page in sorted(pages(client, address), key=pages(client, address).index):
        client.get(page)
        names = {name for name in values_of(client.page) if name.endswith("-was")}
        answers = {name.replace("-was", "-rating"): rating(name.removesuffix("-was")) for name in names}
        yield send(client, page, answers)


def without_tokens(html: str) -> str:
    """A page without what differs from one answer to the next: its form tokens, the address that was asked for, which
    the switch of language repeats."""
    return SWITCH.sub("", FORM_TOKEN.sub("", html))
