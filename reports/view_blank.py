"""The questionnaire on paper, for one company: every question it will be asked, to tick and write on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from reports import words
from reports.asked_cells import Asked, asked_of
from reports.naming import Names
from reports.words import typeset

TITLE = N_("Questionnaire à remplir à la main")
SEVERITIES = (N_("Non"), N_("Un peu"), N_("Nettement"), N_("Fortement"))
SIDES = {"outside": N_("Du côté des clients et du marché"), "inside": N_("Chez vous")}
EVIDENCE = (N_("dite"), N_("montrée par un papier ou un écran"), N_("vue sur place"))
HALFWAY = N_("En partie vers l’échelon du dessus")
UNKNOWN, NOT_CONCERNED = N_("Ne sait pas"), N_("Ne concerne pas l’entreprise")
LINES = 16  # to write on, on the first page
HOW = (
    N_("Pour chaque question, une case par colonne : la situation qui ressemble le plus à l’entreprise, aujourd’hui."),
    N_("Entre deux échelons : cochez celui du dessous, puis « en partie »."),
    N_("Demandez à voir ce qui est écrit en italique, et notez comment la réponse a été vue."),
    N_("Personne n’a tout juste : 0 n’est pas une faute, 6 n’est pas un but."),
)


@dataclass(frozen=True, slots=True)
class BlankRung:
    number: int
    text: str
    proof: str


@dataclass(frozen=True, slots=True)
class BlankQuestion:
    """`columns`: where it is answered, one box a rung in each; `helps`: what the question becomes in a function;
    `others`: the answers that are no rung."""

    number: int
    title: str
    question: str
    help: str
    helps: tuple[str, ...]
    columns: tuple[str, ...]
    rungs: tuple[BlankRung, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlankPart:
    name: str
    intro: str
    questions: tuple[BlankQuestion, ...]


@dataclass(frozen=True, slots=True)
class BlankView:
    """`symptoms`: side → the difficulties to situate, each on the scale of `severities`."""

    title: str
    company: str
    lead: str
    day: str
    footer: str
    how: tuple[str, ...]
    severities: tuple[str, ...]
    symptoms: tuple[tuple[str, tuple[str, ...]], ...]
    evidence: tuple[str, ...]
    parts: tuple[BlankPart, ...]
    lines: tuple[int, ...]


def blank_view(content: Content, assessment: Assessment, on: date, lang: str) -> BlankView:
    """`on`: the day it is printed. No answer of the company is in it."""
    names = Names(content.questionnaire, lang)
    parts = tuple(_parts(names, assessment))
    count = sum(len(part.questions) for part in parts)
    form = names.read(content.questionnaire.form_names[assessment.form])
    company, day = assessment.company.name, words.day(on)
    lead = _(
        "{form} : {questions}, et d’abord ce qui gêne l’entreprise aujourd’hui.",
        form=form,
        questions=words.count(count, "question", "questions"),
    )
    return BlankView(
        title=_(TITLE),
        company=company,
        lead=typeset(lead),
        day=day,
        footer=typeset(_("Palier · {company} · imprimé le {day}", company=company, day=day)),
        how=tuple(typeset(_(one)) for one in HOW),
        severities=tuple(_(one) for one in SEVERITIES),
        symptoms=tuple(_symptoms(content, names)),
        evidence=tuple(_(one) for one in EVIDENCE),
        parts=parts,
        lines=tuple(range(LINES)),
    )


def _symptoms(content: Content, names: Names) -> Iterator[tuple[str, tuple[str, ...]]]:
    for side, title in SIDES.items():
        yield _(title), tuple(names.read(one.name) for one in content.symptoms.values() if one.side == side)


def _parts(names: Names, assessment: Assessment) -> Iterator[BlankPart]:
    number = 0
    for principle, asked in asked_of(names.questionnaire, assessment):
        questions = tuple(_question(names, one, number + place) for place, one in enumerate(asked, 1))
        number += len(questions)
        yield BlankPart(names.read(principle.name), names.read(principle.intro), questions)


def _question(names: Names, asked: Asked, number: int) -> BlankQuestion:
    item = names.questionnaire.items[asked.capability.id]
    helps = [
        _("{a} : {b}", a=names.function(id), b=words.lower_first(names.read(item.function_help[id])))
        for id in asked.functions
        if id in item.function_help
    ]
    others = (HALFWAY, UNKNOWN, *((NOT_CONCERNED,) if asked.capability.may_be_na else ()))
    return BlankQuestion(
        number=number,
        title=names.read(item.title),
        question=names.read(item.question),
        help=names.read(item.help),
        helps=tuple(typeset(one) for one in helps),
        columns=tuple(names.function(id) for id in asked.functions) or (names.function(None),),
        rungs=tuple(BlankRung(one.rung, names.read(one.text), names.read(one.evidence)) for one in item.options),
        others=tuple(_(one) for one in others),
    )
