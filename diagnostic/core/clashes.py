"""Two people who write as one respondent: what each changed is merged, answer by answer; two values for one answer
are a clash, which a later choice settles."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from diagnostic.core.model.diagnostic import Operation, Place, Received

PARAGRAPH = "\n\n"


def clashing(received: Iterable[Received]) -> dict[Place, tuple[Received, ...]]:
    """Each place where two people said different things without knowing, with the operations that dispute it, in the
    order they came; `received` in the order of its versions."""
    places: dict[Place, list[Received]] = {}
    for one in received:
        places.setdefault(one.operation.place, []).append(one)
    found = {place: undecided(operations) for place, operations in places.items()}
    return {place: heads for place, heads in found.items() if len({head.operation.rating for head in heads}) > 1}


def undecided(received: Iterable[Received]) -> tuple[Received, ...]:
    """Of one place, the last operation and those before it whose answer it replaced without its author knowing: one
    when nobody disagrees."""
    heads: list[Received] = []
    before: list[Received] = []
    for one in received:
        was = _known(one.operation, before)
        heads = [*(head for head in heads if _disputes(head, one.operation, was)), one]
        before.append(one)
    return tuple(heads)


def _disputes(head: Received, operation: Operation, was: Operation) -> bool:
    """Whether that answer is another than the one now given, and than the one that its author was looking at."""
    return not _knew(operation, head) and head.operation.rating not in (operation.rating, was.rating)


def _knew(operation: Operation, earlier: Received) -> bool:
    """Whether that change was made with the earlier one in view: one's own, or one that its page showed. A change that
    does not say what it was based on (an import) replaces all."""
    own = operation.author == earlier.operation.author
    return own or operation.base_version is None or earlier.version <= operation.base_version


def _known(operation: Operation, before: Sequence[Received]) -> Operation:
    """The last that its author knew of that place; a blank one when nothing was there."""
    blank = Operation(op_id="", item=operation.item, function=operation.function, rating=None)
    return next((one.operation for one in reversed(before) if _knew(operation, one)), blank)


def joined(operation: Operation, received: Sequence[Received]) -> Operation:
    """The change as it is to be kept: what its author did not touch stays as somebody else has just left it, and of two
    notes written at once none is lost. An answer that is disputed stays its author's until one of them chooses.
    `received`: what came before, of any place."""
    before = [one for one in received if one.operation.place == operation.place]
    if not before or any(one.operation.op_id == operation.op_id for one in before):
        return operation
    stands, was = before[-1].operation, _known(operation, before)
    untouched = operation.rating == was.rating and was not in [one.operation for one in undecided(before)]
    return replace(
        operation,
        rating=stands.rating if untouched else operation.rating,
        evidence=stands.evidence if operation.evidence == was.evidence else operation.evidence,
        flagged=stands.flagged if operation.flagged == was.flagged else operation.flagged,
        note=_both_notes(operation.note, was.note, stands.note),
    )


def _both_notes(given: str | None, was: str | None, stands: str | None) -> str | None:
    if given == was:
        return stands
    if stands in (was, given) or not stands or not given:
        return given
    return f"{stands}{PARAGRAPH}{given}"
