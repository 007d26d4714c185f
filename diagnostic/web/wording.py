"""The content's texts as pages print them."""

from diagnostic.core.model.questionnaire import Text
from reports.words import typeset

LANG = "fr"


def said(text: Text) -> str:
    """A text of the content, with its no-break spaces."""
    return typeset(text.read(LANG))
