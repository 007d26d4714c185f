"""The glossary that travels with the program: enough words, each with its definition in both languages."""

import re

from diagnostic.core.model.catalogue import Content
from reports.view_glossary import alphabetical, glossary_view

SENTENCE_END = re.compile(r"[.!?…](?:\s|$)")


def test_the_words_of_our_pages_are_there(content: Content) -> None:
    ids = {term.id for term in content.glossary}
    assert {"stage", "index", "rung", "area", "principle", "capability", "function", "cell", "floor", "flash"} <= ids
    assert {"difficulty", "obstacle", "skill", "gap", "covered", "versatility", "matrix", "scheme", "rate"} <= ids
    assert {"opco", "idcc", "cpf", "afest", "cse", "rncp", "if_renewed", "action", "deadline"} <= ids
    assert {"tipping_zone", "release", "withheld"} <= ids


def test_a_definition_is_one_to_three_short_sentences_in_both_languages(content: Content) -> None:
    for term in content.glossary:
        assert term.name.en, term.id
        for text in (term.definition.fr, term.definition.en or ""):
            assert 1 <= len(SENTENCE_END.findall(text)) <= 3, (term.id, text)
            assert text.endswith("."), (term.id, text)


def test_a_word_of_the_law_says_where_it_comes_from(content: Content) -> None:
    sources = {term.id: term.source for term in content.glossary}
    for id in ("opco", "cpf", "afest", "cse", "rncp"):
        source = sources[id]
        assert source, id
        assert source.evidence in ("A", "B"), id
        assert source.checked_on.year >= 2026


def test_a_word_that_is_linked_is_linked_in_its_own_name(content: Content) -> None:
    """Whoever follows the link finds at the top the word just read, or a longer name of it."""
    for term in content.glossary:
        if term.forms_fr:
            name = alphabetical(term.name.fr)
            assert any(alphabetical(form).startswith(name.split()[0][:4]) for form in term.forms_fr), term.id


def test_the_page_is_in_the_alphabetical_order_of_french(content: Content) -> None:
    view = glossary_view(content.glossary)
    names = [alphabetical(line.name) for letter in view.letters for line in letter.lines]
    assert names == sorted(names)
    assert len(names) == len(content.glossary)
    assert [letter.letter for letter in view.letters] == sorted({name[0].upper() for name in names})
    assert alphabetical("Écart") == "ecart"
