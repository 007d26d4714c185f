"""Why each column is kept: a purpose and how long. The register of processing is made of these notes.

The legal basis belongs to the purpose; the French texts of both are in questionnaires/privacy/register.yaml.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import MappedColumn, mapped_column

WHY = "why"


@dataclass(frozen=True, slots=True)
class Why:
    """`purpose` and `kept_for` are ids of the register; `personal`: it may tell something of a person."""

    purpose: str
    kept_for: str
    personal: bool = False


DIAGNOSTIC = Why("diagnostic", "company")
DIAGNOSTIC_WORDS = Why("diagnostic", "company", personal=True)
ACCOUNT = Why("account", "account", personal=True)
ORGANISATION = Why("account", "organisation")
ACCESS = Why("access", "company", personal=True)
INVITATION = Why("access", "invitation", personal=True)
PLAN = Why("plan", "company")
PLAN_WORDS = Why("plan", "company", personal=True)
DIRECTORY = Why("directory", "directory", personal=True)
FOLLOW_UP = Why("follow_up", "company", personal=True)
CONSENT = Why("consent", "company", personal=True)
SESSION = Why("security", "session", personal=True)
LOGIN = Why("security", "login_link", personal=True)
THROTTLE = Why("security", "throttle", personal=True)
AUDIT = Why("audit", "audit", personal=True)
OBSERVATORY = Why("observatory", "release")
OBSERVATORY_CARD = Why("observatory", "company", personal=True)
OBSERVATORY_UNIT = Why("observatory", "release", personal=True)


def held(why: Why, *arguments: Any, **options: Any) -> MappedColumn[Any]:
    """A column, and why it is there."""
    return mapped_column(*arguments, info={WHY: why}, **options)
