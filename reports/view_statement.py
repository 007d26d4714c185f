"""The statement of accessibility: what docs/accessibility.md has found, in the words that the RGAA asks for."""

from dataclasses import dataclass
from datetime import date

from diagnostic.core.language import N_, _
from reports import words

TO_FILL_IN = N_("à renseigner par l’exploitant")
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
        N_(
            "Les pages qui réagissent à votre saisie (réponses enregistrées une à une, matrice de polyvalence, plan "
            "que l’on déplace) n’ont pas été essayées avec un lecteur d’écran. Leur code suit les règles, mais nous ne "
            "l’avons pas entendu."
        ),
        N_(
            "Désactivez JavaScript, ou gardez-le : chaque page fonctionne aussi sans lui, avec des formulaires "
            "ordinaires."
        ),
    ),
    Shortcoming(
        "7.5",
        N_(
            "Les messages d’état (« Enregistré », « en attente ») sont annoncés selon les règles, sans que nous "
            "l’ayons vérifié avec un lecteur d’écran."
        ),
        N_("Le même état est écrit en haut de la page, et chaque page se relit après enregistrement."),
    ),
    Shortcoming(
        "13.3",
        N_("Les classeurs à télécharger (XLSX, CSV) n’ont pas été contrôlés."),
        N_("Tout ce qu’ils contiennent est aussi dans les pages, en tableaux titrés."),
    ),
)
TECHNOLOGIES = ("HTML5", "CSS", N_("JavaScript (jamais indispensable)"), "SVG", "PDF")
TRIED_WITH = (
    N_(
        "Chromium 156 sous Debian 12, au clavier seul, à 320, 360 et 1440 pixels de large, texte agrandi à 200 %, "
        "espacement du texte élargi, couleurs claires, sombres et forcées"
    ),
    N_("axe 4.12 sur toutes les pages, en clair et en sombre, avec les règles de sécurité du service réel"),
    N_("pa11y 9.1 (axe et HTML CodeSniffer) et Lighthouse 13.5 sur les pages principales"),
)
NOT_TRIED = (
    N_("lecteurs d’écran (NVDA, JAWS, VoiceOver, TalkBack, Orca)"),
    N_("loupes, commandes vocales, claviers adaptés"),
    N_("autres navigateurs que Chromium"),
    N_("personnes handicapées : personne n’a encore été invité à essayer Palier"),
)


def conformity() -> str:
    """« totalement », « partiellement » or « non » conforme, as the RGAA words it: all criteria, half, fewer."""
    share = CONFORM / (CONFORM + NOT_CONFORM)
    if share == 1:
        return _("totalement conforme")
    return _("partiellement conforme") if share >= 0.5 else _("non conforme")


def statement_view(controller: str | None, contact: str | None) -> Statement:
    """`controller` and `contact` as the operator has set them; never invented."""
    applicable = CONFORM + NOT_CONFORM
    return Statement(
        publisher=controller or _("L’exploitant de ce service"),
        contact=contact or _(TO_FILL_IN),
        state=conformity(),
        rate=words.of_hundred(str(int(100 * CONFORM / applicable))),
        counts=words.typeset(
            _(
                "{met} critères respectés, {unmet} non respectés ou non prouvés, {without} sans objet "
                "dans Palier, sur les {all} du RGAA 4.1.2",
                met=CONFORM,
                unmet=NOT_CONFORM,
                without=NOT_APPLICABLE,
                all=applicable + NOT_APPLICABLE,
            )
        ),
        made_on=words.day(MADE_ON),
        shortcomings=tuple(
            Shortcoming(one.criterion, words.typeset(_(one.what)), words.typeset(_(one.instead)))
            for one in SHORTCOMINGS
        ),
        technologies=tuple(map(_, TECHNOLOGIES)),
        tried_with=tuple(words.typeset(_(one)) for one in TRIED_WITH),
        not_tried=tuple(words.typeset(_(one)) for one in NOT_TRIED),
    )
