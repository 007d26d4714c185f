"""What the reader of this page does, told to the audit trail."""

from diagnostic.core.model.access import About
from diagnostic.services import auditing
from diagnostic.web.extensions import db, now
from diagnostic.web.reader import actor, standing


def note(act: str, *, organisation: str | None = None, **details: str | int | bool) -> None:
    """In the request's own transaction. On a page of a company's file, the event is about that company."""
    here = standing()
    if here is None:
        auditing.note(db(), actor(), act, now(), About(organisation=organisation), **details)
        return
    about = About(here.company, here.diagnostic, organisation or here.organisation)
    auditing.note(db(), here.actor, act, now(), about, **details)
