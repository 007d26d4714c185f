"""Every French sentence that the program says: what `_`, `plural` and their kin hold in code, `trans` in templates."""

import ast
from collections.abc import Iterator, Mapping

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir

from diagnostic.places import PACKAGE, data_path

Key = tuple[str | None, str]
ONE, IN_CONTEXT, BY_NUMBER = (0,), (0, 1), (1, 2)
MARKS: Mapping[str, tuple[int, ...]] = {
    "_": ONE,
    "N_": ONE,
    "lazy": ONE,
    "lazily": ONE,
    "in_context": IN_CONTEXT,
    "PN_": IN_CONTEXT,
    "plural": BY_NUMBER,
    "count": BY_NUMBER,
    "spelled": BY_NUMBER,
}
"""Which arguments of a call are texts. Babel's own reader of Python loses some calls made in another's arguments."""
TEMPLATES = [("**.html", "jinja2"), ("**.txt", "jinja2")]
TRIMMED = {"**.html": {"trimmed": "true"}, "**.txt": {"trimmed": "true"}}


def sentences() -> Catalog:
    """All of them, with the files that say each."""
    found = Catalog()
    for folder in (PACKAGE, PACKAGE.parent / "reports"):
        for path in sorted(folder.rglob("*.py")):
            place = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            for message, context in in_code(path.read_text(encoding="utf-8")):
                found.add(message, locations=[(place, 0)], context=context)
    for name, _line, told, _comments, context in extract_from_dir(data_path("templates"), TEMPLATES, TRIMMED):
        found.add(told, locations=[(f"templates/{name}", 0)], context=context)
    return found


def in_code(source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """(sentence, its context); a sentence for one and for many is a pair."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        where = MARKS.get(name_of(node.func), ())
        told = list(written(node, where))
        if where and len(told) == len(where):
            yield as_message(told, where)


def as_message(told: list[str], where: tuple[int, ...]) -> tuple[str | tuple[str, str], str | None]:
    if where == ONE:
        return told[0], None
    return (told[1], told[0]) if where == IN_CONTEXT else ((told[0], told[1]), None)


def written(node: ast.Call, where: tuple[int, ...]) -> Iterator[str]:
    """The arguments at those places that are plain texts."""
    for place in where:
        argument = node.args[place] if place < len(node.args) else None
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def name_of(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def key_of(message: Message) -> Key:
    """Its context, and its French."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]
