"""What a company says of its people: skills, how it trains, how its teams work."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.model.assessment import SkillState, TeamAptitude
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services.assessing import keep


def save_skills(session: Session, content: Content, id: str, skills: Sequence[SkillState], now: datetime) -> Diagnostic:
    """Replace what is said of the company's skills; UserError at the first that the content does not know."""
    return keep(session, content, id, now, lambda assessment: replace(assessment, skills=tuple(skills)))


def save_practice(
    session: Session,
    content: Content,
    id: str,
    practice: Mapping[str, str],
    aptitudes: Sequence[TeamAptitude],
    now: datetime,
) -> Diagnostic:
    """Replace the answers about how the company trains, and its teams' aptitudes."""
    teams = tuple(aptitudes)
    return keep(
        session, content, id, now, lambda assessment: replace(assessment, practice=dict(practice), aptitudes=teams)
    )
