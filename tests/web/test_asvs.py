"""docs/asvs.md: every requirement has its answer, and every test that it names is there."""

import re
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.services import accounts
from diagnostic.services.database import Database
from tests.web import acquaintances, leading, signing
from tests.web.linting_client import LintingClient

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
# the number of requirements in each section of ASVS 5.0.0
SECTIONS = {
    "6.1": 3, "6.2": 12, "6.3": 8, "6.4": 6, "6.5": 8, "6.6": 4, "6.7": 2, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 3, "7.6": 2,
    "8.1": 4, "8.2": 4, "8.3": 3, "8.4": 2,
}  # fmt: skip
ROW = re.compile(r"^\| (\d\.\d\.\d+) \| ([123]) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"test: (\S+?)::(\w+)")


def test_every_requirement_is_answered() -> None:
    wanted = [f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)]
    assert [row[0] for row in ROW.findall(DOCUMENT)] == wanted
    for number, _level, _asks, answer in ROW.findall(DOCUMENT):
        assert re.match(r"(test|reason|held by): \S", answer), number


@pytest.mark.parametrize(("file", "name"), sorted(set(TEST.findall(DOCUMENT))))
def test_every_test_it_names_is_there(file: str, name: str) -> None:
    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_passwords_are_masked_and_pasted(client: LintingClient, app: Flask, database: Database) -> None:
    """Every field of a password, wherever it is: masked, named for a password manager, pasted into freely."""
    signed = acquaintances.signed_in(app, database, signing.with_password(app, database))
    seen = 0
    for browsing, address in ((client, "/login"), (signed, "/account/password"), (signed, "/verify")):
        browsing.get(address)
        for field in browsing.page.all("input"):
            if "password" in field.get("name", ""):
                seen += 1
                assert field.get("type") == "password"
                assert field.get("autocomplete") in ("current-password", "new-password")
                assert not {"onpaste", "readonly"} & set(field.attrib)
    assert seen == 5
    for script in (ROOT / "diagnostic" / "web" / "static").glob("*.js"):
        assert "paste" not in script.read_text(encoding="utf-8") or script.name == "matrix.js"


def test_a_session_token_is_long_and_never_the_same() -> None:
    tokens = {accounts.new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {accounts.TOKEN_BYTES * 8 // 6}
    assert accounts.TOKEN_BYTES * 8 >= 128


def test_signing_in_changes_the_token(app: Flask, client: LintingClient, database: Database) -> None:
    """A cookie that somebody planted before is nobody's after."""
    signing.with_password(app, database)
    leading.token(client)
    before = client.get_cookie("palier")
    assert signing.sign_in(client).status_code == 302
    after = client.get_cookie("palier")
    assert before and after and before.value != after.value
