"""The first use of a word of the glossary is a link, where our own prose stands; nothing else of a page changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.model.glossary import Term
from diagnostic.core.model.questionnaire import Text
from diagnostic.web.first_uses import MOST, linker

LINK = re.compile(r'<a class="term" href="/glossary#\w+">(.*?)</a>', re.DOTALL)
A_FEW = Text("Un mot.", "A word.")
GLOSSARY = (
    Term("stage", Text("stade", "stage"), A_FEW, ("stade", "stades"), ("stage", "stages")),
    Term("opco", Text("OPCO", "OPCO"), A_FEW, ("OPCO", "opérateur de compétences"), ("OPCO",), ("OPCO 2i",)),
    Term("skill", Text("compétence", "skill"), A_FEW, ("compétence", "compétences"), ("skill", "skills")),
    Term("function", Text("fonction", "function"), A_FEW, ("fonction",), ("function",), ("en fonction de",)),
    Term("floor", Text("minimum vital", "vital minimum"), A_FEW, ("minimum vital",), ("vital minimum",)),
    Term("cell", Text("case", "cell"), A_FEW),
)
LINKED = linker(GLOSSARY)


def linked(page: str) -> str:
    return LINKED(page, "/glossary")


def words(page: str) -> list[str]:
    return LINK.findall(linked(page))


def test_the_first_use_alone_is_a_link() -> None:
    assert linked("<p data-glossary>Le stade 2, puis le stade 3.</p><p data-glossary>Un stade.</p>") == (
        '<p data-glossary>Le <a class="term" href="/glossary#stage">stade</a> 2, puis le stade 3.</p>'
        "<p data-glossary>Un stade.</p>"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stades 2 et 3", ["Stades"]),
        ("L’OPCO paie", ["OPCO"]),
        ("Un opérateur de compétences paie", ["opérateur de compétences"]),
        ("Le minimum\u00a0vital manque", ["minimum\u00a0vital"]),
        ("Le minimum&nbsp;vital manque", ["minimum&nbsp;vital"]),
        ("Le minimum\n   vital manque", ["minimum\n   vital"]),
        ("Votre OPCO 2i, puis l’OPCO d’un autre", ["OPCO"]),
        ("En fonction de la taille, une fonction", ["fonction"]),
        ("Un stadeau, un demi-stade, /stade, stade@exemple.fr", []),
        ("La case est foncée", []),
        ("Rien de tel ici", []),
        ("", []),
    ],
)
def test_what_is_a_use(text: str, found: list[str]) -> None:
    assert words(f"<p data-glossary>{text}</p>") == found


@pytest.mark.parametrize(
    "inside",
    [
        "<h2>Le stade deux</h2>",
        "<h2><p>Le stade deux</p></h2>",
        "<p><a href='/x'>le stade <b>deux</b></a> <button>Un stade là</button></p>",
        "<li><label>un stade ici</label> <select><option>un stade là</option></select></li>",
        "<form><p>le stade deux</p></form>",
        "<p><bdi>Atelier du stade vert</bdi></p>",
        "<p data-no-glossary>le stade deux</p>",
        "<details><summary><p>Le stade deux</p></summary></details>",
        "<p><code>un stade ici</code> <span class='note visually-hidden'>un stade là</span></p>",
        "<p><span aria-hidden='true'>un stade ici</span> <span role=\"status\">un stade là</span></p>",
        "<p hidden>un stade ici</p>",
        "<table><caption>Un stade par ligne</caption><tr><th>Le stade deux</th></tr></table>",
        "<p><svg aria-label='x'><text>un stade là</text></svg></p>",
        "<p><img alt='un stade là' title=\"le stade > deux\"></p>",
        "<p><!-- un stade là --></p>",
        "<p><script>let stade = '<p>le stade deux</p>';</script></p>",
        "<p><b>Stade</b> <br>2</p>",
        "<div>le stade deux</div>",
    ],
)
def test_where_words_are_left_alone(inside: str) -> None:
    page = f"<section data-glossary>{inside}</section><p>Un stade hors de nos textes.</p>"
    assert linked(page) == page
    after = f"<section data-glossary>{inside}<p>Puis le stade six.</p></section>"
    assert words(after) == ["stade"]
    assert linked(after).endswith('Puis le <a class="term" href="/glossary#stage">stade</a> six.</p></section>')


def test_outside_what_is_marked_nothing_is_a_link() -> None:
    for page in (
        "<p>Le stade deux.</p>",
        '<p title="data-glossary">Le stade deux.</p>',
        "<p>data-glossary : le stade deux.</p>",
        "<p data-glossary-not>Le stade deux.</p>",
        "<p data-glossary>Ceci.</p><p>Le stade deux.</p>",
        "</p data-glossary><p>Le stade deux.</p>",
        "<p data-glossary",
        "data-glossary",
        "<p data-glossary " + "a" * 5000,
        '<p data-glossary title="' + "a' " * 5000,
    ):
        assert linked(page) == page


def test_what_is_in_plain_view_comes_before_what_is_folded() -> None:
    folded = "<details><summary>Plus</summary><p>Un stade plié.</p></details>"
    assert 'le <a class="term"' in linked(f"<div data-glossary>{folded}<p>Puis le stade six.</p></div>")
    assert words(f"<div data-glossary>{folded}</div>") == ["stade"]


def test_a_page_has_few_links_and_keeps_those_in_plain_view() -> None:
    many = tuple(Term(f"t{n}", Text(f"mot{n}"), A_FEW, (f"mot{n}",), ()) for n in range(20))
    text = " ".join(f"mot{n}" for n in range(20))
    folded = "<details><summary>Plus</summary><p>Un mot19 plié.</p></details>"
    found = linker(many)(f"<div data-glossary>{folded}<p>Dire {text[:-6]}.</p></div>", "/glossary")
    assert LINK.findall(found) == [f"mot{n}" for n in range(MOST)]


def test_an_english_page_has_its_own_words() -> None:
    page = '<!doctype html><html lang="en"><p data-glossary>A stage, un stade, in fact.</p></html>'
    assert words(page) == ["stage"]


def test_a_glossary_without_words_changes_nothing() -> None:
    page = "<p data-glossary>Le stade deux.</p>"
    assert linker(())(page, "/glossary") == page


PIECES = st.sampled_from(
    [
        "<p data-glossary>", "<section data-glossary>", "</section>", "</p>", "<li>", "</li>", "<a href='/x'>", "</a>",
        "<bdi>", "</bdi>", "<b>", "</b>", "<br>", "<h2>", "</h2>", "<details>", "</details>", "<svg/>", "<!-- x", "-->",
        "le stade ", "OPCO 2i ", "l’OPCO ", "compétences ", "minimum&nbsp;vital ", "&lt;", "<", ">", "\"", "'", "é",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_without_its_links_a_page_is_what_it_was(page: str) -> None:
    found = linked(page)
    assert LINK.sub(r"\1", found) == page
    targets = re.findall(r"/glossary#(\w+)", found)
    assert len(targets) == len(set(targets)) <= MOST
