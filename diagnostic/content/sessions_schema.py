"""The shape of observatory/sessions.yaml: how many people a training session holds."""

from typing import Annotated

from pydantic import Field

from diagnostic.content.device_schema import SourceShape
from diagnostic.content.schema import TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.model.sessions import Sessions

FILE = "observatory/sessions.yaml"


class SessionsShape(Shape):
    people: Annotated[int, Field(gt=0, le=100)]
    text: TextShape
    source: SourceShape

    def value(self) -> Sessions:
        return Sessions(self.people, self.text.value(), self.source.value())
