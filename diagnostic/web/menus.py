"""The pages of a company's file that are not the diagnostic itself, and those of an account."""

from dataclasses import dataclass

from flask import request, url_for

from diagnostic.core.model.access import Act
from diagnostic.web.access import may
from diagnostic.web.reader import standing


@dataclass(frozen=True, slots=True)
class Entry:
    address: str
    label: str
    is_here: bool


FILE: tuple[tuple[str, str, Act], ...] = (
    ("accesses.page", "Qui a accès", Act.READ),
    ("handing.page", "Qui écrit", Act.HAND_OVER),
    ("contribution.invitations", "Répondants", Act.INVITE),
    ("visits.page", "Visites", Act.READ),
    ("consenting.page", "Consentement", Act.CONSENT),
    ("trail.page", "Journal", Act.JOURNAL),
    ("privacy.data", "Vos données", Act.EXPORT),
    ("leader.link", "Lien privé", Act.MANAGE),
)


def file_pages() -> list[Entry]:
    """The pages of this company's file that the reader may open."""
    here = standing()
    if here is None:
        return []
    id = here.diagnostic
    allowed = [(endpoint, label) for endpoint, label, act in FILE if may(act)]
    return [Entry(url_for(endpoint, id=id), label, endpoint == request.endpoint) for endpoint, label in allowed]


def in_file() -> bool:
    """Whether this page is one of them: it then shows the others."""
    return standing() is not None and request.endpoint in {endpoint for endpoint, _label, _act in FILE}
