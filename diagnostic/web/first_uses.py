"""The first use of each word of the glossary on a page, made a link to what it means.

Only inside the elements that templates mark `data-glossary`, where our own prose stands; there, never in what a person
typed (`<bdi>`), in what is pressed, filled in or hidden, in titles, in drawings, nor in `data-no-glossary`. Nothing
else of the page changes: without its links it is the same, character for character.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from diagnostic.core.model.glossary import Term

MARK = "data-glossary"
MOST = 8
"""Links on one page: more would make it hard to read."""
RUNNING = frozenset({"p", "li", "td", "dd"})
TITLES = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "summary", "caption", "th", "legend", "label"])
PRESSED = frozenset(["a", "button", "form", "select", "textarea", "output", "nav"])
QUOTES = frozenset(["abbr", "bdi", "blockquote", "cite", "code", "dfn", "kbd", "pre", "samp", "time"])
DRAWN = frozenset(["svg", "math", "script", "style", "template"])
LEFT_ALONE = TITLES | PRESSED | QUOTES | DRAWN
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
QUOTED = r"\"[^\"]*\"|'[^']*'"
TAG = re.compile(rf"<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>\"']++|{QUOTED})*+)>", re.DOTALL)
VALUES = re.compile(QUOTED)
MARKED = re.compile(rf"(?<![\w-]){MARK}(?![\w-])")
BARE = re.compile(r"(?<![\w-])(?:hidden|contenteditable|data-no-glossary)(?![\w-])")
HIDDEN = re.compile(r"visually-hidden|aria-hidden=.true|role=.(?:status|alert)|aria-live")
ENGLISH = re.compile(r"<html[^>]*\slang=.en")
SPACES = re.compile(r"(?:\s|&nbsp;)+")
SPACE = r"(?:\s|&nbsp;)+"


@dataclass(frozen=True, slots=True)
class Use:
    """Where a word stands in a page, and what it is; `folded`: one unfolds something to read it."""

    start: int
    end: int
    term: str
    folded: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The words looked for in one language: what finds them, and the term of each; None for another sense."""

    pattern: re.Pattern[str]
    terms: dict[str, str | None]

    def uses(self, text: str, start: int, end: int, folded: bool) -> Iterator[Use]:
        """Those of a run of text that says something beside them: a word alone is a label, not a sentence."""
        for found in self.pattern.finditer(text, start, end):
            term = self.terms[plain(found[0])]
            if term and found[0] != text[start:end].strip():
                yield Use(found.start(), found.end(), term, folded)


@dataclass(frozen=True, slots=True)
class Opened:
    """An element being read: whether it stands in a paragraph, among what is left alone, under something to unfold."""

    name: str
    runs: bool
    alone: bool
    folded: bool
    reads: bool


def words_of(glossary: Sequence[Term], lang: str) -> Words:
    """The longest first: « minimum vital » is not a minimum that is vital. A word may begin with a capital."""
    terms: dict[str, str | None] = {}
    for term in glossary:
        terms |= dict.fromkeys(map(plain, term.forms(lang)), term.id)
        terms |= dict.fromkeys(map(plain, term.other_senses(lang)), None)
    written = [form for term in glossary for form in (*term.forms(lang), *term.other_senses(lang))]
    return Words(re.compile(rf"(?<![\w/@&-])(?:{any_of(written)})(?![\w/@-])" if written else r"(?!)"), terms)


def any_of(forms: Sequence[str]) -> str:
    """Sorted by first sign, in small and capital: so put, the search is four times as fast as when it ignores case."""
    by_first: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        for first in dict.fromkeys((form[0], form[0].upper())):
            by_first.setdefault(first, []).append(SPACE.join(map(re.escape, form[1:].split(" "))))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())


def plain(form: str) -> str:
    return SPACES.sub(" ", form).casefold()


def linker(glossary: Sequence[Term]) -> Callable[[str, str], str]:
    """A function of a page and of the glossary's address, which gives the page with its links."""
    french, english = words_of(glossary, "fr"), words_of(glossary, "en")

    def linked(page: str, address: str) -> str:
        words = english if ENGLISH.search(page, 0, 400) else french
        return with_links(page, chosen(first_uses(page, words)), address)

    return linked


def first_uses(page: str, words: Words) -> list[Use]:
    """Of each word one use: the first that is in plain view, else the first."""
    first: dict[str, Use] = {}
    for use in all_uses(page, words):
        known = first.get(use.term)
        if known is None or (known.folded and not use.folded):
            first[use.term] = use
    return list(first.values())


def chosen(uses: Sequence[Use]) -> list[Use]:
    """At most MOST, those in plain view before the others; in the order of the page."""
    kept = sorted(uses, key=lambda use: (use.folded, use.start))[:MOST]
    return sorted(kept, key=lambda use: use.start)


def with_links(page: str, uses: Sequence[Use], address: str) -> str:
    parts: list[str] = []
    last = 0
    for use in uses:
        word = page[use.start : use.end]
        parts += [page[last : use.start], f'<a class="term" href="{address}#{use.term}">{word}</a>']
        last = use.end
    return "".join([*parts, page[last:]])


def all_uses(page: str, words: Words) -> Iterator[Use]:
    """In every marked element, in their order; one inside another is read once."""
    at = page.find(MARK)
    while at >= 0:
        tag = TAG.match(page, page.rfind("<", 0, at))
        end = at + len(MARK)
        if tag and tag[2] and not tag[1] and tag.end() > at and MARKED.search(VALUES.sub("", tag[3])):
            texts, end = texts_of(page, tag)
            for start, stop, folded in texts:
                yield from words.uses(page, start, stop, folded)
        at = page.find(MARK, end)


def texts_of(page: str, tag: re.Match[str]) -> tuple[list[tuple[int, int, bool]], int]:
    """(start, end, folded) of each run of text of the element that `tag` opens, but those left alone; its own end."""
    texts: list[tuple[int, int, bool]] = []
    opened, at = [opened_by(tag, None)], tag.end()
    for found in TAG.finditer(page, at):
        inmost = opened[-1]
        if inmost.reads and found.start() > at:
            texts.append((at, found.start(), inmost.folded))
        at = found.end()
        follow(opened, found)
        if not opened:
            break
    return texts, at


def follow(opened: list[Opened], tag: re.Match[str]) -> None:
    """One tag further; an end that nothing opened is passed over."""
    ends, name, told = tag.groups()
    if not name:
        return
    if not ends:
        if name not in VOID and not told.endswith("/"):
            opened.append(opened_by(tag, opened[-1]))
    elif opened[-1].name == name:
        opened.pop()
    elif any(one.name == name for one in opened):
        while opened.pop().name != name:
            pass


def opened_by(tag: re.Match[str], around: Opened | None) -> Opened:
    _, name, told = tag.groups()
    runs = name in RUNNING or (around is not None and around.runs)
    alone = name in LEFT_ALONE or (around is not None and around.alone) or (bool(told) and is_left_alone(told))
    folded = name == "details" or (around is not None and around.folded)
    return Opened(name, runs, alone, folded, reads=runs and not alone)


def is_left_alone(attributes: str) -> bool:
    return bool(HIDDEN.search(attributes) or BARE.search(VALUES.sub("", attributes)))
