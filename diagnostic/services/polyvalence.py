"""Who holds what: the matrix as its owner keeps it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.model.assessment import Matrix
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services.assessing import keep


def save_matrix(session: Session, content: Content, id: str, matrix: Matrix, now: datetime) -> Diagnostic:
    """Replace the polyvalence matrix; everything else that the diagnostic knows stays."""
    return keep(session, content, id, now, lambda assessment: replace(assessment, matrix=matrix))
