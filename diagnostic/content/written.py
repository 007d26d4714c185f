"""The texts and values of a YAML file, where they stand, and how to change them without touching another byte."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from diagnostic.core.model.questionnaire import Text

FRENCH, ENGLISH = "fr", "en"
LANGUAGES = frozenset({FRENCH, ENGLISH})
ASIDE = ".import"
"""Where an import writes its files before they take their place, in the folder of the content."""
BLOCKS = ("|", ">")
BARE = re.compile(r"[a-z][a-z0-9_]*")
WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Value = None | bool | int | float | str | date | tuple[str, ...]
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A text as its file has it. `key`: the path of its keys, as `text.how[2]`, a row of a list by its `id` where it
    has one; `fr`, `en`: what stands there; `en` is None where there is no English yet; `column`: of the French one's
    key, None inside braces."""

    key: str
    fr: yaml.ScalarNode
    en: yaml.ScalarNode | None
    column: int | None

    @property
    def text(self) -> Text:
        return Text(self.fr.value, self.en.value if self.en else None)


def files_of(root: Path) -> Iterator[tuple[str, str]]:
    """(name, YAML text) of every file of content, in the order of their names."""
    for path in sorted(root.rglob("*.yaml")):
        name = path.relative_to(root)
        if ASIDE not in name.parts:
            yield name.as_posix(), path.read_text(encoding="utf-8")


def texts_of(yaml_text: str) -> tuple[Written, ...]:
    """Every `{fr, en}` of a file that the loader accepts, in its order."""
    return tuple(_written(key, node) for key, node in _nodes(yaml_text) if _is_text(node))


def keys_of(yaml_text: str) -> frozenset[str]:
    """The path of every value of a file."""
    return frozenset(key for key, _ in _nodes(yaml_text))


def rewritten(yaml_text: str, texts: Mapping[str, Text], values: Mapping[str, Value] | None = None) -> str:
    """The file with other texts and values at these keys. KeyError when there is no such key, but for a value of the
    first level, which is added at the end. What is equal already keeps its line as it was."""
    nodes = dict(_nodes(yaml_text))
    edits: list[Edit] = []
    for key, text in texts.items():
        edits += _edits(yaml_text, _written(key, nodes[key]), text)
    for key, value in (values or {}).items():
        if key in nodes:
            edits.append(_put(yaml_text, nodes[key], rendered(value)))
        elif BARE.fullmatch(key):
            edits.append(_appended(yaml_text, f"{key}: {rendered(value)}"))
        else:
            raise KeyError(key)
    for start, end, put in sorted(edits, reverse=True):
        yaml_text = yaml_text[:start] + put + yaml_text[end:]
    return yaml_text


def rendered(value: Value) -> str:
    """As our files write it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case tuple():
            return f"[{', '.join(map(rendered, value))}]"
        case str():
            return value if BARE.fullmatch(value) and value not in WORDS else quoted(value)
        case _:
            return f"{value:g}" if abs(value) < 1_000_000 else f"{value:.0f}"


def quoted(text: str) -> str:
    """A YAML scalar on one line, whatever is in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _nodes(yaml_text: str) -> Iterator[tuple[str, yaml.Node]]:
    root = yaml.compose(yaml_text, Loader=Loader)
    return _inside(root, "") if root else iter(())


def _inside(node: yaml.Node, key: str) -> Iterator[tuple[str, yaml.Node]]:
    if key:
        yield key, node
    if isinstance(node, yaml.SequenceNode):
        for rank, row in enumerate(node.value):
            yield from _inside(row, f"{key}[{_name_of(row) or rank}]")
    elif isinstance(node, yaml.MappingNode) and not _is_text(node):
        for name, value in node.value:
            yield from _inside(value, f"{key}.{name.value}" if key else name.value)


def _name_of(row: yaml.Node) -> str | None:
    pairs = row.value if isinstance(row, yaml.MappingNode) else ()
    return next((str(value.value) for name, value in pairs if name.value == "id"), None)


def _is_text(node: yaml.Node) -> bool:
    found = {name.value for name, _ in node.value} if isinstance(node, yaml.MappingNode) else set()
    return FRENCH in found and found <= LANGUAGES


def _written(key: str, node: yaml.Node) -> Written:
    assert isinstance(node, yaml.MappingNode)
    found = {name.value: value for name, value in node.value}
    column = None if node.flow_style else node.value[0][0].start_mark.column
    return Written(key, found[FRENCH], found.get(ENGLISH), column)


def _edits(whole: str, old: Written, new: Text) -> Iterator[Edit]:
    """(start, end, what to put there), none of them over another."""
    if new.fr != old.fr.value:
        yield _put(whole, old.fr, quoted(new.fr))
    if new.en is None or (old.en is not None and new.en == old.en.value):
        return
    yield _added(whole, old, new.en) if old.en is None else _put(whole, old.en, quoted(new.en))


def _put(whole: str, node: yaml.Node, text: str) -> Edit:
    """In the place of that value. A block, or a list on several lines, ends with its line: its blank lines stay."""
    start, end = node.start_mark.index, node.end_mark.index
    body = whole[start:end]
    return start, start + len(body.rstrip()), text


def _added(whole: str, old: Written, text: str) -> Edit:
    """After the French: on the same line inside braces, on a line of its own otherwise."""
    end = old.fr.end_mark.index
    if old.column is None:
        return end, end, f", {ENGLISH}: {quoted(text)}"
    line = f"{' ' * old.column}{ENGLISH}: {quoted(text)}"
    if old.fr.style in BLOCKS:
        return end, end, f"{line}\n"
    after = whole.find("\n", end)
    at = len(whole) if after < 0 else after
    return at, at, f"\n{line}"


def _appended(whole: str, line: str) -> Edit:
    return len(whole), len(whole), f"{line}\n" if whole.endswith("\n") else f"\n{line}\n"
