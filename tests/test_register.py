"""Every column says why it is kept and for how long; every duration that is told is kept."""

import json
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Column, Integer, MetaData, String, Table

from diagnostic.content.loader import read_register
from diagnostic.content.wording import texts_of, typography
from diagnostic.core.model.privacy import KeptColumn
from diagnostic.services import accounts, registering
from diagnostic.store import register as store_register
from diagnostic.store.annotations import WHY, Why
from diagnostic.store.base import Base
from reports.view_register import TO_FILL_IN, register_document, register_markdown, register_view

PURGED = {"company", "account", "organisation", "invitation", "session", "login_link", "throttle", "directory"}


def told(columns: tuple[KeptColumn, ...]) -> list[str]:
    return [str(problem) for problem in registering.problems(read_register(), columns)]


def test_every_column_of_every_table_is_in_the_register() -> None:
    columns = registering.kept_columns()
    assert {(row.table, row.name) for row in columns} == {
        (table.name, column.name) for table in Base.metadata.tables.values() for column in table.columns
    }
    assert told(columns) == []


def test_a_column_that_says_nothing_fails_the_build(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    metadata = MetaData()
    Table("mute", metadata, Column("id", Integer, info={WHY: Why("audit", "audit")}), Column("words", String))
    monkeypatch.setattr(store_register, "Base", type("Base", (), {"metadata": metadata}))
    found = [str(problem) for problem in registering.problems(read_register(), store_register.kept_columns())]
    assert "mute.words: colonne sans finalité ni durée (la déclarer par held(…), store/annotations.py)" in found
    assert "privacy/register.yaml: tables.mute: clé manquante (dire en clair ce que garde cette table)" in found


def test_an_unknown_purpose_or_duration_fails_the_build() -> None:
    first, *rest = registering.kept_columns()
    assert "finalité « profit » inconnue" in told((replace(first, purpose="profit"), *rest))[0]
    assert "durée « for_ever » inconnue" in told((replace(first, kept_for="for_ever"), *rest))[0]


def test_what_no_column_uses_fails_the_build() -> None:
    columns = tuple(row for row in registering.kept_columns() if row.table != "throttles")
    assert told(columns) == [
        "privacy/register.yaml: retentions.throttle: aucune colonne ne s’en sert",
        "privacy/register.yaml: tables.throttles: aucune colonne ne s’en sert",
    ]


def test_its_french_is_set_like_the_rest() -> None:
    register = read_register()
    values = (*register.purposes.values(), *register.retentions.values(), *register.tables.values())
    for value in (*values, *register.elsewhere):
        for _key, text in texts_of(value):
            assert not list(typography(text)), text


def test_only_the_trail_and_releases_are_kept_without_a_term() -> None:
    """What is told in days is what `palier db purge` applies; a new one needs its purge, and its test there."""
    retentions = read_register().retentions
    assert {id for id, row in retentions.items() if row.days is not None} == PURGED
    assert {id for id, row in retentions.items() if row.days is None} == {"audit", "release"}


def test_the_words_say_the_days() -> None:
    retentions = read_register().retentions
    assert retentions["invitation"].words.fr.startswith(f"{retentions['invitation'].days} jours")
    assert retentions["session"].words.fr.startswith(f"{retentions['session'].days} jours")
    assert retentions["session"].time() >= accounts.LIFETIME
    for id in ("company", "account"):
        assert retentions[id].time() == timedelta(days=730)
        assert "deux ans" in retentions[id].words.fr


def test_the_operator_is_never_invented() -> None:
    register, columns = read_register(), registering.kept_columns()
    view = register_view(register, columns, None, None)
    assert (view.controller, view.contact, len(view.missing)) == (TO_FILL_IN, TO_FILL_IN, 2)
    said = register_view(register, columns, "CCI du Rhône", "dpo@cci.example")
    assert (said.controller, said.contact, said.missing) == ("CCI du Rhône", "dpo@cci.example", ())


def test_as_json_and_markdown_it_tells_every_column() -> None:
    register, columns = read_register(), registering.kept_columns()
    document = register_document(register, columns, None, None)
    assert len(document["columns"]) == len(columns)
    assert json.loads(json.dumps(document)) == document
    markdown = register_markdown(register_view(register, columns, None, None))
    assert all(f"| {row.table} | {row.name} |" in markdown for row in columns)
    assert all(f"## {purpose.title.fr}" in markdown for purpose in register.purposes.values())
