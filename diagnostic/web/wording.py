"""The content's texts as pages print them."""

from diagnostic.core.model.questionnaire import Text
from reports.words import typeset

LANG = "fr"
NEWNESS = {
    "sceptic": "J’attends de voir des preuves",
    "learner": "J’aime comprendre avant d’agir",
    "conqueror": "Je fonce",
}


def said(text: Text) -> str:
    """A text of the content, with its no-break spaces."""
    return typeset(text.read(LANG))
