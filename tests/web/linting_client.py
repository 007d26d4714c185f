"""A test client that reads every page like a careful reviewer: whatever page a test opens is checked on the way."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.french_left import french_left

FIELDS = ("input", "select", "textarea")
NO_TERMS = {"a", "bdi", "button", "form", "h1", "h2", "h3", "h4", "label", "nav", "summary", "th"}
FORBIDDEN = "→✓●"
SPACE_BEFORE = re.compile(r"\S [?!;:»]|« ")
FORM_TOKEN = re.compile(r"name=.csrf_token.[^>]*")
OWN_ID = re.compile(r"/[\w-]{22}(?![\w-])")  # in an address: of a diagnostic, an organisation, an invitation …


class PageError(AssertionError):
    """A page breaks one of the rules below."""


class Page:
    """A parsed page, and the few questions that tests ask of it."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.html = html
        self.tree: Element = parser.parse(html)
        self.errors: list[Any] = parser.errors
        for element in self.tree.iter():
            element.tag = str(element.tag).rpartition("}")[2]
        self.parents = {child: parent for parent in self.tree.iter() for child in parent}

    def all(self, *names: str) -> list[Element]:
        return [element for element in self.tree.iter() if element.tag in names]

    def one(self, name: str) -> Element:
        found = self.all(name)
        assert len(found) == 1, f"{len(found)} <{name}>"
        return found[0]

    def id(self, id: str) -> Element:
        return next(element for element in self.tree.iter() if element.get("id") == id)

    def field(self, name: str) -> list[Element]:
        return [element for element in self.all(*FIELDS) if element.get("name") == name]

    def ancestors(self, element: Element) -> Iterator[Element]:
        while element in self.parents:
            element = self.parents[element]
            yield element

    @property
    def title(self) -> str:
        """The page's own title: the first <title> of its head, not those of its drawings."""
        return text_of(next(child for child in self.one("head") if child.tag == "title"))

    @property
    def h1(self) -> str:
        return text_of(self.one("h1"))


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def values_of(page: Page) -> dict[str, list[str]]:
    """What a browser would send of the page's main form, as it stands."""
    sent: dict[str, list[str]] = {}
    for element in fields_of_main(page):
        name, kind = element.get("name"), element.get("type")
        if not name or (kind in ("radio", "checkbox") and element.get("checked") is None):
            continue
        sent.setdefault(name, []).extend(value_of(element))
    return sent


def fields_of_main(page: Page) -> list[Element]:
    return [element for element in page.one("main").iter() if element.tag in FIELDS and element.get("disabled") is None]


def value_of(element: Element) -> list[str]:
    if element.tag == "select":
        return [option.get("value", "") for option in element.iter("option") if option.get("selected") is not None]
    if element.tag == "textarea":
        return [(element.text or "").removeprefix("\n")]
    return [element.get("value", "")]


def lint(html: str) -> Page:
    """The parsed page, or a PageError that lists everything wrong with it."""
    page = Page(html)
    wrong = [problem for rule in RULES for problem in rule(page)]
    if wrong:
        raise PageError("\n".join(wrong))
    return page


def parses(page: Page) -> Iterator[str]:
    for place, code, values in page.errors:
        yield f"HTML error {code} {values} at {place}"


def has_language_and_title(page: Page) -> Iterator[str]:
    if page.one("html").get("lang") not in ("fr", "en"):
        yield "no lang"
    if not re.fullmatch(r".{4,} – Palier", page.title):
        yield f"title « {page.title} »"


def speaks_one_language(page: Page) -> Iterator[str]:
    if page.one("html").get("lang") == "en":
        yield from (f"French left: « {piece} »" for piece in french_left(page.one("body")))


def has_ordered_headings(page: Page) -> Iterator[str]:
    levels = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    body = levels[levels.index(1) :] if 1 in levels else levels
    for before, after in pairwise(body):
        if after > before + 1:
            yield f"h{after} after h{before}"
    for element in page.all("h1", "h2", "h3", "h4"):
        if not text_of(element):
            yield f"empty {element.tag}"


def has_unique_ids(page: Page) -> Iterator[str]:
    counts = Counter(element.get("id") for element in page.tree.iter() if element.get("id"))
    for id, count in counts.items():
        if count > 1:
            yield f"id {id} used {count} times"


def points_to_ids_that_exist(page: Page) -> Iterator[str]:
    ids = {element.get("id") for element in page.tree.iter()}
    for element in page.tree.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "list"):
            for id in (element.get(attribute) or "").split():
                if id not in ids:
                    yield f"{element.tag} {attribute}={id} points nowhere"
        href = element.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            yield f"link to {href} points nowhere"


def labels_every_field(page: Page) -> Iterator[str]:
    labels = {label.get("for") for label in page.all("label") if text_of(label)}
    for element in page.all(*FIELDS):
        if element.get("type") in ("hidden", "submit"):
            continue
        named = element.get("aria-label") or element.get("aria-labelledby")
        if element.get("id") not in labels and not named:
            yield f"{element.tag} {element.get('name')} has no label"


def groups_every_choice(page: Page) -> Iterator[str]:
    for element in page.all("input"):
        if element.get("type") == "radio" and not any(is_named_group(page, one) for one in page.ancestors(element)):
            yield f"radio {element.get('name')} stands in no named group"
    for fieldset in page.all("fieldset"):
        if not is_named_group(page, fieldset) and not fieldset.get("aria-label"):
            yield "fieldset without a name"


def is_named_group(page: Page, element: Element) -> bool:
    if element.get("role") == "radiogroup":
        return bool(element.get("aria-labelledby"))
    legend = next((child for child in element if child.tag == "legend"), None)
    return element.tag == "fieldset" and legend is not None and bool(text_of(legend))


def heads_every_table(page: Page) -> Iterator[str]:
    for table in page.all("table"):
        heads = list(table.iter("th"))
        if not heads:
            yield "table without headers"
        if not any(text_of(one) for one in table.iter("caption")):
            yield "table without caption"
        for head in heads:
            if not head.get("scope"):
                yield f"header « {text_of(head)} » without scope"


def names_every_button_and_link(page: Page) -> Iterator[str]:
    for element in page.all("a", "button", "summary"):
        if not text_of(element):
            yield f"{element.tag} without words"
    for image in page.all("img"):
        if image.get("alt") is None:
            yield "image without alt"
    for drawing in page.all("svg"):
        if drawing.get("aria-hidden") != "true" and not drawing.get("aria-label"):
            yield "drawing without a name"


def keeps_to_the_content_policy(page: Page) -> Iterator[str]:
    for element in page.tree.iter():
        if element.tag == "style" or "style" in element.attrib:
            yield f"inline style on {element.tag}"
        if element.tag == "script" and not element.get("src"):
            yield "inline script"
        for name, value in element.attrib.items():
            if name.startswith("on") or value.lower().startswith("javascript:"):
                yield f"script in {element.tag} {name}"
    for element in page.all("script", "img", "link"):
        address = element.get("src") or element.get("href") or ""
        if not address.startswith(("/", "data:")) or address.startswith("//"):
            yield f"{address} is not ours"


def protects_every_form(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        names = {field.get("name") for field in form.iter("input")}
        if form.get("method") == "post" and "csrf_token" not in names and not is_read_only(form):
            yield "form without its token"


def is_read_only(form: Element) -> bool:
    return not any(button.get("type") == "submit" and button.get("name") != "clear" for button in form.iter("button"))


def explains_words_of_its_own_prose(page: Page) -> Iterator[str]:
    """Links of the glossary: one a word, in a sentence, never in what a person typed or presses."""
    links = [element for element in page.all("a") if element.get("class") == "term"]
    for address, count in Counter(element.get("href") for element in links).items():
        if count > 1:
            yield f"{address} linked {count} times"
    for element in links:
        around = next((one.tag for one in page.ancestors(element) if one.tag in NO_TERMS), None)
        if around:
            yield f"« {text_of(element)} » explained in <{around}>"
        if text_of(element) == text_of(page.parents[element]):
            yield f"« {text_of(element)} » explained where it stands alone"


def is_well_written(page: Page) -> Iterator[str]:
    words = " ".join(page.one("body").itertext())
    for sign in FORBIDDEN:
        if sign in words:
            yield f"{sign} is not in the font"
    none = () if page.one("html").get("lang") == "en" else ("None",)  # an English word, too
    for leak in (*none, "{{", "}}", "{%", "'"):
        if leak in words:
            place = words.index(leak)
            yield f"« {leak} » in « {words[max(0, place - 40) : place + 40]} »"
    for text in page.one("body").itertext():
        for found in SPACE_BEFORE.finditer(text):
            yield f"breaking space in « {text[max(0, found.start() - 30) : found.end() + 10]} »"


RULES = (
    parses,
    has_language_and_title,
    speaks_one_language,
    has_ordered_headings,
    has_unique_ids,
    points_to_ids_that_exist,
    labels_every_field,
    groups_every_choice,
    heads_every_table,
    names_every_button_and_link,
    keeps_to_the_content_policy,
    protects_every_form,
    explains_words_of_its_own_prose,
    is_well_written,
)


LINTED: set[int] = set()


class LintingClient(FlaskClient):
    """Checks every HTML page it receives; `page` is the last one."""

    _html: str | None = None
    _page: Page | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            self._html, self._page = response.text, None
            text = hash(OWN_ID.sub("/ID", FORM_TOKEN.sub("", response.text)))
            if text not in LINTED:  # the same page, sent to a hundred readers, is read once
                self._page = lint(response.text)
                LINTED.add(text)
        return response

    @property
    def page(self) -> Page:
        assert self._html is not None, "no page was opened"
        if self._page is None:
            self._page = Page(self._html)
        return self._page

    @page.setter
    def page(self, page: Page) -> None:
        """Back to a page that was opened before."""
        self._page = page
