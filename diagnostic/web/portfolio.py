"""The companies that an adviser accompanies, what comes next for each, and the organisation's work as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from diagnostic.core.language import _
from diagnostic.core.model.access import Membership, Position
from diagnostic.core.model.portfolio import Folder, Todo
from diagnostic.services import granting, organisations, portfolio
from diagnostic.web import journal
from diagnostic.web import organisation_page as shown
from diagnostic.web.access import for_members
from diagnostic.web.days import day_in_france
from diagnostic.web.extensions import content, db, today
from diagnostic.web.organisations import known_person, tabs
from diagnostic.web.results import MIME_TYPES
from diagnostic.web.wording import said
from reports import view_accompanied, view_portfolio
from reports.choosing import Head, Query, Shown, page_of
from reports.view_activity import activity_view
from reports.workbook import book_of

blueprint = Blueprint("portfolio", __name__)
PAGES = {
    Todo.PREPARE: "printing.visit",
    Todo.FILL: "questions.overview",
    Todo.WAIT: "questions.overview",
    Todo.HAND_OVER: "handing.page",
    Todo.CONSOLIDATE: "consolidation.page",
    Todo.NOTE: "restitution.page",
    Todo.RESTITUTION: "restitution.page",
    Todo.SIGN: "signing.page",
    Todo.STEPS: "steps.page",
    Todo.ANNIVERSARY: "steps.page",
    Todo.SECOND: "again.page",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A table as its page shows it. `fixed`: what every address of that page bears."""

    query: Query
    heads: tuple[Head, ...]
    page: Shown[object]
    choices: tuple[view_portfolio.Choice, ...]
    fixed: Mapping[str, str]


def telling() -> view_portfolio.Telling:
    names = content().questionnaire.form_names
    return view_portfolio.Telling(
        regions={region.code: said(region.name) for region in content().regions},
        forms={id: said(name) for id, name in names.items()},
        today=today(),
    )


def folders(membership: Membership) -> tuple[Folder, ...]:
    """Those of the reader, in that organisation's name."""
    id = membership.organisation
    return portfolio.folders_of(db(), content(), id, known_person(), today(), day_in_france)


def mine(membership: Membership, fixed: Mapping[str, str], **page: object) -> str:
    """The reader's companies: what is to be done, then the table."""
    own, told = folders(membership), telling()
    todo = view_portfolio.to_do(own, today())
    table = view_portfolio.table_of(told)
    query = table.read(request.args)
    lines = [view_portfolio.folder_line(one, told) for one in table.chosen(own, query)]
    choices = view_portfolio.choices(own, query, told)
    listing = Listing(query, table.heads(query), page_of(lines, query), choices, fixed)
    return render_template(
        "advising/companies.html",
        membership=membership,
        tabs=tabs(membership),
        title=view_portfolio.title_of(own, today()),
        todo=todo[: view_portfolio.FIRST_SHOWN],
        later=todo[view_portfolio.FIRST_SHOWN :],
        later_told=view_portfolio.others_told(todo),
        listing=listing,
        duplicates=duplicates(membership, known_person()),
        pages=PAGES,
        **page,
    )


def everybody(membership: Membership, fixed: Mapping[str, str], **page: object) -> str:
    """Who accompanies which: an administrator opens none."""
    id = membership.organisation
    told = shown.accompanied(organisations.members(db(), id))
    lines = view_accompanied.usual_order(granting.companies_advised_by(db(), id), told)
    table = view_accompanied.table_of(told)
    query = table.read(request.args)
    rows = [view_accompanied.accompanied_line(one, told) for one in table.chosen(lines, query)]
    choices = view_accompanied.choices(lines, query, told)
    listing = Listing(query, table.heads(query), page_of(rows, query), choices, fixed)
    return render_template(
        "advising/accompanied.html",
        membership=membership,
        tabs=tabs(membership),
        listing=listing,
        count=len(lines),
        duplicates=duplicates(membership),
        **page,
    )


def duplicates(membership: Membership, person: str | None = None) -> list[view_portfolio.DuplicateLine]:
    found = portfolio.duplicates_of(db(), membership.organisation, person)
    return view_portfolio.duplicate_lines(found, day_in_france)


def known_files(membership: Membership, siret: str) -> list[view_portfolio.KnownFile]:
    """The files that the organisation already has on that SIREN or SIRET, in words: to warn before opening another."""
    found = portfolio.same_siren(db(), membership.organisation, siret, known_person())
    return [view_portfolio.known_file(one, day_in_france) for one in found]


@blueprint.get("/o/<organisation>/companies.xlsx")
@for_members(Position.ADVISER)
def export(membership: Membership) -> ResponseReturnValue:
    """The lines that the address keeps, for a spreadsheet; each company's leader reads that it was taken away."""
    told = telling()
    table = view_portfolio.table_of(told)
    chosen = table.chosen(folders(membership), table.read(request.args))
    journal.note_portfolio(membership.organisation, [one.line for one in chosen])
    book = book_of(
        (view_portfolio.sheet_of(chosen, told),), _("Entreprises accompagnées"), membership.organisation_name, today()
    )
    name = f"entreprises-{today().isoformat()}.xlsx"
    return Response(
        book, mimetype=MIME_TYPES["xlsx"], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@blueprint.get("/o/<organisation>/activity")
@for_members(Position.ADMINISTRATOR)
def activity(membership: Membership) -> ResponseReturnValue:
    """What there is to do, what is late, how far answers go: never who does more (docs/decisions/016)."""
    found = portfolio.activity_of(db(), content(), membership.organisation, today(), day_in_france)
    return render_template(
        "portfolio/activity.html", membership=membership, tabs=tabs(membership), view=activity_view(found)
    )
