"""The shape of observatory/tipping.yaml: the zone where a change may spread by itself."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from diagnostic.content.device_schema import SourceShape
from diagnostic.content.schema import TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model.tipping import Tipping

FILE = "observatory/tipping.yaml"
Share = Annotated[float, Field(gt=0, lt=1)]


class TippingShape(Shape):
    status: Literal["met", "made_aware", "diagnosed", "committed", "accompanied", "transformed"]
    low: Share
    high: Share
    text: TextShape
    caution: TextShape
    source: SourceShape

    @model_validator(mode="after")
    def is_a_zone(self) -> Self:
        if self.low >= self.high:
            raise PydanticCustomError("zone", _("valeur refusée"), {"allowed": _("low sous high")})
        return self

    def value(self) -> Tipping:
        return Tipping(self.status, self.low, self.high, self.text.value(), self.caution.value(), self.source.value())
