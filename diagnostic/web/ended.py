"""A form sent when its session has gone: what was typed is carried by the page, and sent again once one has signed in.

A browser that holds nothing is answered 401 wherever it sends a form that is not for anyone, to what exists and to
what does not; one that holds something else, 404. Nothing of the address is in the page.
"""

from flask import jsonify, render_template, request, session
from flask.typing import ResponseReturnValue

from diagnostic.core.language import N_, _
from diagnostic.web.reader import INVITED, OWN, person

TOKEN = "csrf_token"  # noqa: S105
SECRET = "password"  # noqa: S105
TOLD = {401: N_("Vous n’êtes plus connecté."), 404: N_("Cette page ne s’ouvre pas d’ici.")}


def answer() -> ResponseReturnValue:
    """Gives back what the request carried. The page's form goes to the same address, without a token: the page that
    receives it shows the values, and asks for one more click. A script is told why, and keeps what it has."""
    status = 404 if holds_something() else 401
    if request.is_json:
        return jsonify(message=_(TOLD[status]), csrf_token=None), status
    return render_template("errors/ended.html", closed=status == 401, carried=carried(), files=files()), status


def refused(message: str) -> ResponseReturnValue:
    """Whoever might write has just lost the right to: what was typed waits for it to come back."""
    return render_template("errors/403.html", message=message, carried=carried(), files=files()), 403


def holds_something() -> bool:
    """Whether this browser has signed in, or opened a diagnostic by a link: not this one."""
    return person() is not None or OWN in session or INVITED in session


def carried() -> list[tuple[str, str]]:
    """Every name and value that was sent, in order, repeated names too."""
    sent = request.form.items(multi=True)
    return [(name, value) for name, value in sent if name != TOKEN and SECRET not in name]


def files() -> list[str]:
    """The names of the files that were sent: a page cannot hold them."""
    return [file.filename for file in request.files.values() if file.filename]
