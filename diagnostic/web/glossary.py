"""What Palier's words mean: a page for anyone, and the first use of each word, on the others, that leads to it."""

from collections.abc import Callable

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.model.glossary import Term
from diagnostic.web.access import for_anyone
from diagnostic.web.extensions import wiring
from diagnostic.web.first_uses import MARK, linker
from reports.view_glossary import glossary_view

blueprint = Blueprint("glossary", __name__)


@blueprint.get("/glossary")
@for_anyone
def page() -> ResponseReturnValue:
    """Read from the content alone: it opens without account nor database."""
    return render_template("glossary/page.html", view=glossary_view(wiring().content.glossary))


def links_to(glossary: tuple[Term, ...]) -> Callable[[Response], Response]:
    """To be run after each request. A page that was refused is given back as it is."""
    linked, mark = linker(glossary), MARK.encode()

    def add_links(response: Response) -> Response:
        if response.status_code != 200 or response.mimetype != "text/html" or response.is_streamed:
            return response
        if mark in response.get_data():
            response.set_data(linked(response.get_data(as_text=True), url_for("glossary.page")))
        return response

    return add_links
