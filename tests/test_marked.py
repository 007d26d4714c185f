"""A French sentence that nobody marked would stay French for readers of English: none is left in what people read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostic.content.marked import MARKS, in_code, name_of, sentences

ROOT = Path(__file__).parents[1]
ROOMS = ("diagnostic/core", "diagnostic/services", "diagnostic/web", "diagnostic/content", "reports")
FRENCH = re.compile(
    r"[ \u00a0\u202f][;:!?]( |$)|« | »|[àâéèêëîïôùûçœ]"
    r"|\b(le|la|les|des|une|du|de la|est|sont|pour|vous|votre|vos|dans|avec|aucune?|aux)\b"
)
PUBLISHED = (
    "reports/observatory_csv.py",
    "reports/observatory_package.py",
    "reports/observatory_readme.py",
    "reports/observatory_words.py",
    "reports/workbook_observatory.py",
    "reports/workbook_observatory_guide.py",
    "reports/workbook_observatory_wide.py",
)
"""What a release is made of: the same files whoever asks for them, in French, with a word of English."""
ON_PURPOSE = {
    "aucun réglage ne permet ce début",  # in a document's JSON; pages say it their own way
    "l’horizon de (\\d+) trimestres? est trop court",  # what a signed plan says, read again to be told in English
    "pas plus de (\\d+) actions en parallèle",
    "plusieurs limites à la fois : (.+)",
    "aucune action du catalogue ne va au-delà de (",
    "aucune action du catalogue ne la relève depuis (",
    "Dans tous les cas, dites à chacun",
    "Mécanique Durand",  # a company of the gallery
    "Français",
    "Durée",  # marked with its context
    "le port ",  # told to whoever starts the server
    " est déjà pris ou interdit",
    "Ce serveur ne répond pas sous ce nom.\nThis server does not answer to that name.\n",
    "https://quel-est-mon-opco.francecompetences.fr/",
    "utf-16-le",
    " à ",
    " : ",  # between the parts of what documents say, read again by pages
    " ; ",
    "« | »|«(?![\\u00a0\\u202f])|(?<![\\u00a0\\u202f])»",
    "avec",
    "le",
    "œ",
}


def sources() -> list[Path]:
    every = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted(path for path in every if str(path.relative_to(ROOT)) not in PUBLISHED)


def unmarked(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of what reads like French and is neither marked, nor a docstring, nor a pair with its English."""
    tree = ast.parse(source)
    told = set(map(id, documentation(tree))) | set(map(id, marked(tree)))
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        if is_text and FRENCH.search(node.value):
            yield node.lineno, node.value


def documentation(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def marked(tree: ast.AST) -> Iterator[ast.AST]:
    """The texts of marks, and all that `Text(french, english)` holds."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in MARKS:
            yield from node.args
        if isinstance(node, ast.Call) and name_of(node.func) in ("Text", "log", "info", "warning", "error"):
            yield from ast.walk(node)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_is_marked(path: Path) -> None:
    assert {text for _line, text in unmarked(path.read_text(encoding="utf-8"))} <= ON_PURPOSE


def test_a_sentence_without_a_mark_is_found() -> None:
    assert [text for _line, text in unmarked('def told() -> str:\n    """Une phrase."""\n    return "la réponse"')] == [
        "la réponse"
    ]


def test_a_mark_is_read_wherever_it_stands() -> None:
    source = (
        '_("{x} et {y}", x=count(1, "un", "uns"), y=words.spelled(n, "deux", "deuxs"))\nin_context("verb", "Envoi")'
    )
    assert set(in_code(source)) == {
        ("{x} et {y}", None),
        (("un", "uns"), None),
        (("deux", "deuxs"), None),
        ("Envoi", "verb"),
    }


def test_no_mark_holds_a_text_put_together_there() -> None:
    """What is put together in a mark is nobody's key."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name_of(node.func) in ("_", "N_", "lazy", "lazily", "plural"):
                assert not any(isinstance(one, ast.JoinedStr) for one in node.args), f"{path}:{node.lineno}"


def test_templates_are_read() -> None:
    assert any(place.startswith("templates/") for one in sentences() for place, _line in one.locations)
