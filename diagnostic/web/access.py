"""Who may open what. Every route wears one of these decorators; tests/web/test_access.py holds the whole table."""

from collections.abc import Callable
from functools import wraps

from flask import abort, request, session
from flask.typing import ResponseReturnValue

from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import assessing
from diagnostic.web.extensions import SAFE_METHODS, content, csrf, db
from diagnostic.web.sessions import OWN

View = Callable[..., ResponseReturnValue]


def is_owner(id: str) -> bool:
    """This browser started that diagnostic, or opened it with its private link."""
    return session.get(OWN) == id


def for_anyone(view: View) -> View:
    """No secret behind it."""
    view.access = "anyone"  # type: ignore[attr-defined]
    return view


def for_readers(view: View) -> View:
    """Its owner reads and writes; anyone reads a demonstration. To others it does not exist."""
    return _checked(view, "readers", open_to_demo_readers=True)


def for_owner(view: View) -> View:
    """Its owner alone. To others it does not exist."""
    return _checked(view, "owner", open_to_demo_readers=False)


def keeps_what_was_typed(view: View) -> View:
    """The view validates its form, token included, and shows it again when it is stale: nothing typed is lost."""
    exempted: View = csrf.exempt(view)
    return exempted


def _checked(view: View, access: str, *, open_to_demo_readers: bool) -> View:
    @wraps(view)
    def checked(id: str, **arguments: str) -> ResponseReturnValue:
        found = _found(id, open_to_demo_readers=open_to_demo_readers)
        return view(found, **arguments)

    checked.access = access  # type: ignore[attr-defined]
    return checked


def _found(id: str, *, open_to_demo_readers: bool) -> Diagnostic:
    diagnostic = assessing.load(db(), content(), id)
    if not is_owner(id):
        _refuse(diagnostic, open_to_demo_readers=open_to_demo_readers)
    return diagnostic


def _refuse(diagnostic: Diagnostic, *, open_to_demo_readers: bool) -> None:
    if diagnostic.demo and request.method not in SAFE_METHODS:
        abort(403)
    if not (diagnostic.demo and open_to_demo_readers):
        abort(404)
