"""Pages that show a plan without waiting for its proof: what a reader sees on a server at work."""

import pytest

from diagnostic.core.planning import drafts
from diagnostic.services import advising
from diagnostic.services.planning import Solving


@pytest.fixture
def no_plan_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search has found nothing yet."""
    monkeypatch.setattr(advising.PLANS, "wait", lambda *_, **__: Solving(None, proving=True))


@pytest.fixture
def first_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first schedule found stands for the plan."""

    def wait(content: object, assessment: object, result: object, on: object, *options: object, **_: object) -> Solving:
        return next(drafts(content, assessment, result, on, *options))  # type: ignore[arg-type]

    monkeypatch.setattr(advising.PLANS, "wait", wait)
