"""The statement of accessibility: what docs/accessibility.md has found, in the words that the RGAA asks for."""

from dataclasses import dataclass
from datetime import date

from reports import words

TO_FILL_IN = "à renseigner par l’exploitant"
MADE_ON = date(2026, 11, 22)
# what docs/accessibility.md counts, criterion by criterion
CONFORM, NOT_CONFORM, NOT_APPLICABLE = 72, 3, 31


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """A criterion that is not met, or not proven: its number, what it means for people, and the way round."""

    criterion: str
    what: str
    instead: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Every text is typeset."""

    publisher: str
    contact: str
    state: str
    rate: str
    counts: str
    made_on: str
    shortcomings: tuple[Shortcoming, ...]
    technologies: tuple[str, ...]
    tried_with: tuple[str, ...]
    not_tried: tuple[str, ...]


SHORTCOMINGS = (
    Shortcoming(
        "7.1",
        "Les pages qui réagissent à votre saisie (réponses enregistrées une à une, matrice de polyvalence, plan que "
        "l’on déplace) n’ont pas été essayées avec un lecteur d’écran. Leur code suit les règles, mais nous ne "
        "l’avons pas entendu.",
        "Désactivez JavaScript, ou gardez-le : chaque page fonctionne aussi sans lui, avec des formulaires ordinaires.",
    ),
    Shortcoming(
        "7.5",
        "Les messages d’état (« Enregistré », « en attente ») sont annoncés selon les règles, sans que nous l’ayons "
        "vérifié avec un lecteur d’écran.",
        "Le même état est écrit en haut de la page, et chaque page se relit après enregistrement.",
    ),
    Shortcoming(
        "13.3",
        "Les classeurs à télécharger (XLSX, CSV) n’ont pas été contrôlés.",
        "Tout ce qu’ils contiennent est aussi dans les pages, en tableaux titrés.",
    ),
)
TECHNOLOGIES = ("HTML5", "CSS", "JavaScript (jamais indispensable)", "SVG", "PDF")
TRIED_WITH = (
    "Chromium 156 sous Debian 12, au clavier seul, à 320, 360 et 1440 pixels de large, texte agrandi à 200 %, "
    "espacement du texte élargi, couleurs claires, sombres et forcées",
    "axe 4.12 sur toutes les pages, en clair et en sombre, avec les règles de sécurité du service réel",
    "pa11y 9.1 (axe et HTML CodeSniffer) et Lighthouse 13.5 sur les pages principales",
)
NOT_TRIED = (
    "lecteurs d’écran (NVDA, JAWS, VoiceOver, TalkBack, Orca)",
    "loupes, commandes vocales, claviers adaptés",
    "autres navigateurs que Chromium",
    "personnes handicapées : personne n’a encore été invité à essayer Palier",
)


def conformity() -> str:
    """« totalement », « partiellement » or « non » conforme, as the RGAA words it: all criteria, half, fewer."""
    share = CONFORM / (CONFORM + NOT_CONFORM)
    return "totalement conforme" if share == 1 else "partiellement conforme" if share >= 0.5 else "non conforme"


def statement_view(controller: str | None, contact: str | None) -> Statement:
    """`controller` and `contact` as the operator has set them; never invented."""
    applicable = CONFORM + NOT_CONFORM
    return Statement(
        publisher=controller or "L’exploitant de ce service",
        contact=contact or TO_FILL_IN,
        state=conformity(),
        rate=words.typeset(f"{int(100 * CONFORM / applicable)} %"),
        counts=words.typeset(
            f"{CONFORM} critères respectés, {NOT_CONFORM} non respectés ou non prouvés, {NOT_APPLICABLE} sans objet "
            f"dans Palier, sur les {applicable + NOT_APPLICABLE} du RGAA 4.1.2"
        ),
        made_on=words.day(MADE_ON),
        shortcomings=tuple(
            Shortcoming(one.criterion, words.typeset(one.what), words.typeset(one.instead)) for one in SHORTCOMINGS
        ),
        technologies=TECHNOLOGIES,
        tried_with=tuple(map(words.typeset, TRIED_WITH)),
        not_tried=tuple(map(words.typeset, NOT_TRIED)),
    )
