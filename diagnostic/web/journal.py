"""What the reader of this page does, told to the audit trail.

Acts are noted by the views. What a company's file shows, and what changes in it, is told here for every page: once a
day for each reader and each part of the file.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from flask import Flask, Response, g, request

from diagnostic.core import rights
from diagnostic.core.model.access import About, Act, Actor, Role, Standing
from diagnostic.core.model.granted import CompanyLine
from diagnostic.services import auditing, authority, telling
from diagnostic.web.extensions import PARIS, SAFE_METHODS, database, db, give_back, now
from diagnostic.web.file_parts import DOCUMENTS, OTHER, part_of
from diagnostic.web.reader import actor, reader, standing

READ, EXPORTED, CHANGED = "diagnostic.read", "diagnostic.exported", "diagnostic.changed"
FOLLOWED = "follow_up.read"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """An event that a reading request leaves, written once its page is made; `since`: unless told since then."""

    actor: Actor
    act: str
    about: About
    since: datetime | None
    details: dict[str, str | int | bool]


def note(act: str, *, organisation: str | None = None, **details: str | int | bool) -> None:
    """With the request's own work: told if it succeeds. On a page of a company's file, the event is about that
    company."""
    here = standing()
    who, about = (here.actor, _about(here, organisation)) if here else (actor(), About(organisation=organisation))
    if request.method in SAFE_METHODS:
        _remember(Seen(who, act, about, None, details))
    else:
        auditing.note(db(), who, act, now(), about, **details)


def note_of(diagnostic: str, act: str, **details: str | int | bool) -> None:
    """About a company that the reader has just been let into, on a page that is not of its file."""
    here = authority.standing(db(), reader(), diagnostic, now())
    if here is not None:
        auditing.note(db(), here.actor, act, now(), _about(here), **details)


def note_follow_up(organisation: str) -> None:
    """A funder reads its table: told to each company that stands in it, once a day."""
    who = Actor("user", actor().id, Role.FUNDER)
    for company in telling.followed(db(), organisation):
        about = About(company=company, organisation=organisation)
        if not auditing.is_told(db(), who, FOLLOWED, about, _midnight()):
            _remember(Seen(who, FOLLOWED, about, _midnight(), {}))


def note_portfolio(organisation: str, companies: Collection[CompanyLine]) -> None:
    """An adviser takes away a list of companies: told once, and to each company that stands in it."""
    note("portfolio.exported", organisation=organisation, companies=len(companies))
    who = Actor("user", actor().id, Role.ADVISER)
    for line in companies:
        about = About(line.company, line.diagnostic, organisation)
        _remember(Seen(who, "portfolio.exported", about, _midnight(), {}))


def _about(here: Standing, organisation: str | None = None) -> About:
    return About(here.company, here.diagnostic, organisation or here.organisation)


def follow(app: Flask) -> None:
    """Every page of this application tells who saw it and who changed it."""
    app.after_request(_after)
    app.teardown_request(_write_seen)


def _after(response: Response) -> Response:
    here = standing()
    if response.status_code >= 400:
        g.pop("seen", None)
    elif here is not None and request.method not in SAFE_METHODS:
        _changed(here)
    elif here is not None and response.status_code == 200:
        _seen(here)
    return response


def _changed(here: Standing) -> None:
    """A change that its view has not told by itself."""
    if auditing.has_written(db()) and not auditing.is_telling(db()):
        part = part_of(request.endpoint) or OTHER
        auditing.note_once(db(), here.actor, CHANGED, now(), _about(here), _midnight(), part=part)


def _seen(here: Standing) -> None:
    """Examples are for everybody: nobody is told that somebody reads them. Respondents see their own answers alone."""
    part = part_of(request.endpoint)
    if part is None or Role.VISITOR in here.roles or not rights.may(here, Act.READ):
        return
    act = EXPORTED if request.endpoint in DOCUMENTS else READ
    seen = Seen(here.actor, act, _about(here), _midnight(), {"part": part})
    if not auditing.is_told(db(), seen.actor, seen.act, seen.about, _midnight(), part=part):
        _remember(seen)


def _midnight() -> datetime:
    """When today began, in France."""
    return datetime.combine(now().astimezone(PARIS), time.min, PARIS)


def _remember(seen: Seen) -> None:
    g.setdefault("seen", []).append(seen)


def _write_seen(_error: BaseException | None = None) -> None:
    """In a transaction of its own, after the page: looking holds up no writer, and no page fails because of it."""
    waiting: list[Seen] = g.pop("seen", [])
    if not waiting:
        return
    give_back()
    try:
        with database().session() as session:
            for seen in waiting:
                if seen.since is None:
                    auditing.note(session, seen.actor, seen.act, now(), seen.about, **seen.details)
                else:
                    auditing.note_once(session, seen.actor, seen.act, now(), seen.about, seen.since, **seen.details)
            session.commit()
    except Exception:
        log.exception("the audit trail could not be written on %s", request.endpoint)
