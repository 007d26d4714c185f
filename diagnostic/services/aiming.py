"""The leader's act of choosing a target (METHOD 4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.model.assessment import AreaTarget
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services.assessing import keep


def save_target(
    session: Session, content: Content, id: str, target: Mapping[str, AreaTarget], now: datetime
) -> Diagnostic:
    """Replace the decided target; an area left out goes back to the proposal. UserError names the area and function."""
    return keep(session, content, id, now, lambda assessment: replace(assessment, target=dict(target)))
