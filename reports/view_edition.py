"""That answers are to an earlier edition of the questionnaire, where they are."""

from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from reports.words import typeset


def edition_note(content: Content) -> str | None:
    """For whoever reads a result of `content`; None where its edition is the one in force."""
    if content.in_force is None:
        return None
    own, today = content.questionnaire.version, content.in_force.questionnaire.version
    told = _(
        "Ces réponses suivent l’édition {own} du questionnaire, et ce résultat reste le leur. Un nouveau diagnostic "
        "suivra l’édition {today}.",
        own=own,
        today=today,
    )
    return typeset(told)
