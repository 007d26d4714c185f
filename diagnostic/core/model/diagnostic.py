"""One stored diagnostic: the assessment as it stands, and the operations that made it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from diagnostic.core.model.assessment import Answer, Assessment, Evidence, Rating

Place = tuple[str, str | None, str]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """`version` = number of operations folded into the assessment."""

    id: str
    assessment: Assessment
    version: int
    demo: bool
    content_sha256: str
    created_at: datetime
    updated_at: datetime
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One answer given, changed or withdrawn (`rating` None). `op_id` is made where the answer is given, so that a
    retry is recognised; `base_version` is the version its author was looking at; `flagged`: to be seen again; `author`:
    who typed it, as the audit trail names them."""

    op_id: str
    item: str
    function: str | None
    rating: Rating | None
    respondent: str = "leader"
    evidence: Evidence = "declared"
    note: str | None = None
    device_at: datetime | None = None
    base_version: int | None = None
    author: str | None = None
    flagged: bool = False

    @property
    def place(self) -> Place:
        return self.item, self.function, self.respondent


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    applied: int
    already: int
    version: int


@dataclass(frozen=True, slots=True)
class Received:
    """An operation with the number and the time that the server gave it."""

    version: int
    at: datetime
    operation: Operation


def latest(operations: Iterable[Operation]) -> dict[Place, Operation]:
    """The last operation of each place, withdrawn answers included: they keep their note and their flag."""
    last: dict[Place, Operation] = {}
    for operation in operations:
        last.pop(operation.place, None)
        last[operation.place] = operation
    return last


def fold(operations: Iterable[Operation]) -> tuple[Answer, ...]:
    """The answers that stand: for each (item, function, respondent) the last operation, unless it withdrew."""
    return tuple(
        Answer(row.item, row.function, row.respondent, row.rating, row.evidence, row.note)
        for row in latest(operations).values()
        if row.rating is not None
    )
