"""A database whose every company, person and word bears a mark, large enough for its release to show figures."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import Column, Table, insert, select, update
from sqlalchemy.orm import Session
from stdnum.luhn import calc_check_digit

from diagnostic.core.model.access import OrganisationKind, Role
from diagnostic.core.model.assessment import (
    Assessment,
    Figure,
    Level,
    Matrix,
    MatrixColumn,
    Person,
    Scenario,
    Settled,
)
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.consent import AGGREGATION, in_force
from diagnostic.services import assessing
from diagnostic.services.database import Database
from diagnostic.store.base import Base
from tests.store.planting import STEM, is_text, plant
from tests.web import acquaintances as known
from tests.web import tracked

ON = date(2027, 1, 15)
NOW = datetime(2027, 1, 14, 9, 0, tzinfo=UTC)
COMPANIES, ADVISERS, SIGNED = 30, 6, 6
HEADCOUNT, REVENUE, SPENT = 173, 7_654_321, 7_654_329
COMMUNE = "35238"

# what is somebody's words, or names somebody; other texts are codes of the content, hashes and ids
FREE: Mapping[str, tuple[str, ...]] = {
    "users": ("email", "name"),
    "organisations": ("name",),
    "accesses": ("agreement",),
    "operations": ("note",),
    "proofs": ("caption", "image"),
    "restitutions": ("present", "word"),
    "signatures": ("signatory", "capacity", "adviser", "reopened_why", "pdf"),
    "steps": ("owner", "owner_email", "note"),
    "invitations": ("email", "name"),
    "passkeys": ("name",),
    "sessions": ("device",),
    "login_links": ("email",),
}
# what a release reads through the content, told by a key: texts that it could not read are those of another company
READ: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "companies": ("public_id", ("naf", "position", "intent")),
    "diagnostics": ("id", ("questionnaire", "form", "functions", "entry", "constraints", "more", "hand")),
    "operations": ("op_id", ("item", "function", "respondent", "rating", "evidence")),
    "signatures": ("id", ("document",)),
}
MARK = re.compile(rf"{STEM}\d{{3}}")
IDENTIFYING = re.compile(r"(^|_)(id|hash|siret|siren|holding|email|name|handle|uniquifier|seal|key)$")


@dataclass(frozen=True)
class Planted:
    """`words`: what must be found nowhere."""

    database: Database
    words: frozenset[str]


def siret(number: int) -> str:
    siren = f"81{number:06d}"
    siren += calc_check_digit(siren)
    return siren + "0001" + calc_check_digit(siren + "0001")


def planted(database: Database, content: Content, example: Assessment) -> Planted:
    """Thirty companies alike in place and trade, brought by six advisers; some with photos, visits, signed plans."""
    advisers = [known.account(database, f"{STEM}adviser{rank}@exemple.fr") for rank in range(ADVISERS)]
    organisation = known.organisation(database, f"{STEM}organisation", OrganisationKind.REGION)
    for rank in range(COMPANIES):
        id = f"{STEM}diagnostic{rank:02d}"
        with database.session() as session:
            assessing.add(session, content, id, marked(example, rank), NOW)
            session.commit()
        known.access(database, id, Role.ADVISER, advisers[rank % ADVISERS], organisation)
        known.access(database, id, Role.LEADER, known.account(database, f"{STEM}leader{rank}@exemple.fr"))
        if rank < SIGNED:
            tracked.signed_once(database, id)
            known.visit(database, id, organisation, advisers[0])
            known.proof(database, id)
            known.contributor(database, id)
    with database.session() as session:
        plant(session)
        _mended(session)
        _verified_and_consenting(session, content)
        _marked_columns(session)
        session.commit()
        words = _identifying(session)
    return Planted(database, words)


def marked(example: Assessment, rank: int) -> Assessment:
    """The example's ratings, with a mark wherever words are typed, and numbers that nobody else has."""
    mark = f"{STEM}{rank:02d}"
    company = replace(
        example.company,
        name=f"{mark}name",
        siret=siret(rank),
        headcount=HEADCOUNT,
        revenue=REVENUE,
        region="53",
        department="35",
        commune=COMMUNE,
    )
    entry = replace(example.entry, notes=f"{mark}notes", figures=_figures(example))
    person = Person(f"{mark}person", f"{mark}post")
    own = MatrixColumn("own_1", f"{mark}column")
    cell = next(one for one in example.answers if one.rating not in ("unknown", "not_applicable"))
    return replace(
        example,
        company=company,
        entry=entry,
        answers=tuple(replace(one, note=f"{mark}note") for one in example.answers),
        matrix=Matrix((person,), (Level(person.id, own.skill, 2),), (own,)),
        aptitudes=tuple(replace(one, team=f"{mark}team") for one in example.aptitudes),
        scenarios=(Scenario(name=f"{mark}scenario"),),
        settled=(Settled(cell.item, cell.function, float(cell.rating), f"{mark}reason"),),
    )


def _figures(example: Assessment) -> tuple[Figure, ...]:
    return tuple(replace(one, value=REVENUE) for one in example.entry.figures)


def _mended(session: Session) -> None:
    """The company that has a row in every table, each text a mark, made readable."""
    for name, (key, columns) in READ.items():
        table = Base.metadata.tables[name]
        rows = session.execute(select(table.c[key], *(table.c[one] for one in columns))).all()
        strange = [row[0] for row in rows if MARK.fullmatch(row[0])]
        sound = next(row for row in rows if not MARK.fullmatch(row[0]))
        values = dict(zip(columns, sound[1:], strict=True))
        session.execute(update(table).where(table.c[key].in_(strange)).values(values))


def _verified_and_consenting(session: Session, content: Content) -> None:
    companies = Base.metadata.tables["companies"]
    session.execute(update(companies).values(verified_at=NOW, legal_form="5710"))
    text = in_force(content.consents, AGGREGATION, ON).version
    rows = [
        {"company_id": id, "use": AGGREGATION, "given": True, "text_version": text, "actor": "user:x", "at": NOW}
        for id in session.scalars(select(companies.c.id))
    ]
    session.execute(insert(Base.metadata.tables["consents"]), rows)


def _marked_columns(session: Session) -> None:
    """Every free text of every table, whichever way it was written."""
    for name, columns in FREE.items():
        table = Base.metadata.tables[name]
        for row in session.execute(select(*table.primary_key.columns)).all():
            here = [column == value for column, value in zip(table.primary_key.columns, row, strict=True)]
            values = {column: _mark(table.c[column], row) for column in columns}
            session.execute(update(table).where(*here).values(values))
    steps = Base.metadata.tables["steps"]
    session.execute(update(steps).values(real_cost=SPENT))


def _mark(column: Column[object], row: tuple[object, ...]) -> object:
    mark = f"{STEM}{column.table.name}{column.name}{row[0]}"
    if "email" in column.name:
        return f"{mark}@exemple.fr".lower()
    return (b"\xff\xd8\xff" + mark.encode()) if column.name in ("image", "pdf") else mark


def _identifying(session: Session) -> frozenset[str]:
    """Ids, hashes, SIRET and names of every row: no word of the content, no code."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        columns = [one for one in table.columns if is_text(one) and IDENTIFYING.search(one.name)]
        for row in session.execute(select(*columns)) if columns else ():
            found |= {value for value in row if isinstance(value, str) and len(value) >= 9}
    sirens = {one[:9] for one in found if re.fullmatch(r"\d{14}", one)}
    return frozenset(found | sirens)


def every_mark_is_stored(session: Session) -> bool:
    """Whether each free text is there to be leaked: read back as whoever steals the file would."""
    told = {table.name: _dump(session, table) for table in Base.metadata.sorted_tables}
    return all(
        STEM.lower() in told[name].lower() for name in ("companies", "diagnostics", "operations", "steps", "proofs")
    )


def _dump(session: Session, table: Table) -> str:
    return json.dumps([list(map(repr, row)) for row in session.execute(select(table))])
