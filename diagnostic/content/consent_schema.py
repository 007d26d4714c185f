"""The shape of privacy/consents.yaml: every version of what a company is asked to agree to."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from diagnostic.content.problem import Problem, one_of
from diagnostic.content.schema import Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model import consent as core

CONSENTS = "privacy/consents.yaml"
USES = (core.AGGREGATION,)
Texts = Annotated[tuple[TextShape, ...], Field(min_length=1)]
Version = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(\.\d+)?$")]


class ConsentTextShape(Shape):
    use: Id
    version: Version
    since: date
    title: TextShape
    request: TextShape
    why: TextShape
    published: Texts
    never: Texts
    withdraw: TextShape
    without: TextShape

    def value(self) -> core.ConsentText:
        return core.ConsentText(
            use=self.use,
            version=self.version,
            since=self.since,
            title=self.title.value(),
            request=self.request.value(),
            why=self.why.value(),
            published=tuple(text.value() for text in self.published),
            never=tuple(text.value() for text in self.never),
            withdraw=self.withdraw.value(),
            without=self.without.value(),
        )


def consent_problems(texts: Sequence[core.ConsentText]) -> Iterator[Problem]:
    """A version is asked once, after those before it: what somebody agreed to is never reworded under their name."""
    for use in USES:
        versions = [text for text in texts if text.use == use]
        if not versions:
            yield Problem(CONSENTS, _("aucun texte pour « {use} »", use=use))
        for before, after in pairwise(versions):
            if after.since <= before.since:
                yield Problem(f"{CONSENTS}: {after.version}.since", _("ce texte commence avant celui qui le précède"))
            if after.version in {text.version for text in versions if text is not after}:
                yield Problem(f"{CONSENTS}: {after.version}", _("version présente deux fois"))
    for text in texts:
        if text.use not in USES:
            yield Problem(f"{CONSENTS}: {text.version}.use", _("usage inconnu « {use} »", use=text.use), one_of(USES))
