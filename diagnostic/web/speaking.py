"""The language of a page: French until somebody asks for English, then what was asked last, kept by the browser.

The switch is a link to the same page with `?lang=`: the answer keeps the choice and leads to the page without it. An
account keeps it too: the next browser that its person signs in from opens in that language, unless it has its own.
"""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote, urlencode

from flask import Flask, g, redirect, request
from werkzeug.wrappers import Response

from diagnostic.content.messages import language
from diagnostic.core.language import FRENCH, LANGUAGES, hush, speak, spoken
from diagnostic.services import accounts
from diagnostic.web.extensions import SAFE_METHODS, database, db, wiring
from diagnostic.web.reader import person
from reports.templating import Spoken

KEY = "lang"  # in the address
COOKIE = "palier_language"
KEPT_FOR = timedelta(days=365)
HOME = "/"
NAMES = {"fr": "Français", "en": "English"}


def speaks(app: Flask) -> None:
    """Every page, error pages included, in the language of whoever asks for it."""
    for code in LANGUAGES:
        language(code)  # read now, not while somebody waits
    app.before_request(listen)
    app.after_request(remembered)
    app.teardown_request(fall_silent)
    app.jinja_env.add_extension(Spoken)
    app.jinja_env.globals.update(other_language=other_language)


def listen() -> Response | None:
    """Speaks the language kept by the browser; where the address asks for one, keeps it and leads to the page."""
    asked = request.args.get(KEY)
    if asked in LANGUAGES and request.method in SAFE_METHODS:
        remember(asked)
        return kept(redirect(address()), asked)
    code = request.cookies.get(COOKIE)
    g.speaking = speak(language(code if code in LANGUAGES else FRENCH))
    return None


def remember(code: str) -> None:
    """In the account that is signed in, if any; in a transaction of its own, since reading a page writes nothing."""
    found = person() if wiring().database else None
    if found is None:
        return
    with database().session() as transaction:
        accounts.keep_language(transaction, found, code)
        transaction.commit()


def remembered(answer: Response) -> Response:
    """Whoever has just signed in here brings the language of their account."""
    code = g.pop("brought", None)
    return kept(answer, code) if code in LANGUAGES and COOKIE not in request.cookies else answer


def bring(email: str) -> None:
    """The language that this account asked for last, for the pages after this one."""
    g.brought = accounts.language_of(db(), email)


def kept(answer: Response, code: str) -> Response:
    """The answer, which tells the browser to keep that language."""
    answer.set_cookie(COOKIE, code, max_age=KEPT_FOR, secure=wiring().settings.https, httponly=True, samesite="Lax")
    return answer


def fall_silent(_error: BaseException | None = None) -> None:
    token = g.pop("speaking", None)
    if token is not None:
        hush(token)


def other_language() -> tuple[str, str, str]:
    """(code, name, address) of the same page in the other language."""
    code = next(one for one in LANGUAGES if one != spoken())
    return code, NAMES[code], address([(KEY, code)])


def address(more: Sequence[tuple[str, str]] = ()) -> str:
    """This page's, its other questions kept; the first page where a form is only sent to this one."""
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return f"{HOME}?{urlencode(more)}" if more else HOME
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != KEY]
    asked = urlencode([*kept, *more])
    return f"{quote(request.path)}?{asked}" if asked else quote(request.path)
