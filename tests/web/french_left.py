"""French words left in an English page, outside what is marked `lang="fr"`, what somebody typed and French names."""

import json
import re
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

from diagnostic.content.english import NAMES
from diagnostic.content.written import files_of, texts_of
from diagnostic.places import data_path

WORDS = re.compile(
    r"(?i)\b(le|la|les|des|du|une|et|est|sont|vous|votre|vos|nous|notre|nos|dans|avec|aucun|aucune|au|aux|qui|que|ce|cette|ces"
    r"|pas|ou|où|plus|sur|par|pour|mais|si|il|elle|ne|se|sa|son|ses|leur|leurs|tout|toute|tous|deux|trois|jours|mesure|mesures"
    r"|entreprise|entreprises|réponse|réponses|voir|ajouter|retirer|enregistrer|oui|non)\b|\b[ldnsjqmc]’(?=[a-zéèêàâîôûœ])"
)
ENGLISH_TOO = {
    "plus",
    "si",
    "son",
    "sur",
    "pour",
    "par",
    "au",
    "pas",
    "non",
    "tout",
    "se",
    "ne",
    "sa",
    "il",
    "est",
    "due",
}
ALONE = {
    "le",
    "la",
    "les",
    "des",
    "du",
    "une",
    "et",
    "vous",
    "votre",
    "vos",
    "dans",
    "avec",
    "aucun",
    "aucune",
    "aux",
    "qui",
    "que",
}
FRENCH_SPACE = re.compile("[\u202f\u00a0][;:!?%»€]|«")
LETTERS = re.compile(r"\w*[àâçéèêëîïôùûœ]\w*")
UNREAD = {"script", "style", "textarea", "bdi", "code", "datalist"}
ALWAYS = (
    "Palier",
    "départements",
    "département",
    "Français",
    "Académie des technologies",
    "l’OPCO de la cohésion sociale",
    "répertoire spécifique",
    "“mécanique”",
)
SPOKEN = ("aria-label", "title", "alt", "placeholder", "label")


def french_left(root: Element) -> Iterator[str]:
    """Pieces of text with something French in them."""
    known = names()
    yield from (" ".join(piece.split()) for piece in pieces(root) if is_french(known.sub(" ", piece)))


def is_french(told: str) -> bool:
    found = {word.lower() for word in WORDS.findall(told) if word}
    several = len(found - ENGLISH_TOO) > 1
    return bool(found & ALONE or several or FRENCH_SPACE.search(told) or LETTERS.search(told))


def pieces(element: Element) -> Iterator[str]:
    """Texts and spoken attributes of an element and what it holds, but not of what is said to be French; a sentence is
    one piece although the glossary links a word of it."""
    if element.tag in UNREAD or element.get("lang") == "fr":
        return
    yield from (element.get(name) or "" for name in SPOKEN)
    if element.tag == "input" and element.get("type") in ("submit", "button"):
        yield element.get("value") or ""
    told = element.text or ""
    for child in element:
        if child.get("class") == "term":
            told += "".join(child.itertext()) + (child.tail or "")
            continue
        yield told
        yield from pieces(child)
        told = child.tail or ""
    yield told


@cache
def names() -> re.Pattern[str]:
    """What keeps its French name in English: regions, departments, agreements; French names that the content's own
    English gives; what the examples' companies typed."""
    files = dict(files_of(data_path("questionnaires")))
    texts = [(name in NAMES, one.text) for name, written in files.items() for one in texts_of(written)]
    known = {text.fr for own, text in texts if own} | {text.en for _, text in texts if text.en and is_french(text.en)}
    known |= set(typed()) | set(ALWAYS)
    longest = sorted((one for one in known if len(one) > 3), key=len, reverse=True)
    return re.compile("|".join(re.escape(one) for one in longest), re.IGNORECASE)


def typed() -> Iterator[str]:
    for path in (data_path("questionnaires") / "industry40" / "examples").glob("*.json"):
        yield from strings(json.loads(path.read_text(encoding="utf-8")))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (one for part in value for one in strings(part))
    elif isinstance(value, dict):
        yield from (one for part in value.values() for one in strings(part))
