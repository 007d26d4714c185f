"""What the pages of questions show: the questions asked of this company, what is answered, what remains."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.assessment import EVERYWHERE, NOT_APPLICABLE, UNKNOWN, Assessment, Rating
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.questionnaire import TOP_RUNG, Capability, Option, Principle, Questionnaire
from diagnostic.core.respondents import HANDS, Answering
from diagnostic.web.days import day_in_france
from diagnostic.web.wording import said
from reports import words
from reports.lines import DotRow

LEADER = "leader"
SECONDS_PER_ANSWER = 45
FIRST_RUNGS = 4
BESIDE = {"leader": N_("Réponse du dirigeant"), "adviser": N_("Réponse du conseiller")}
IN_WORDS = {UNKNOWN: N_("ne sait pas"), NOT_APPLICABLE: N_("non concerné")}
Key = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class AskedCell:
    """One answer to give: an item, in a function, for the whole company (None), or for all its functions ("all").

    `beside`: what somebody else answered, told next to it; `earlier`: the answer of the diagnostic before.
    """

    item: str
    function: str | None
    label: str
    help: str
    beside: tuple[str, ...] = ()
    earlier: str = ""

    @property
    def key(self) -> Key:
        return self.item, self.function

    @property
    def name(self) -> str:
        """The name of its fields."""
        return f"{self.item}__{self.function}" if self.function else self.item


@dataclass(frozen=True, slots=True)
class Question:
    """An item and its cells; `by_function` when each function answers apart."""

    id: str
    title: str
    question: str
    help: str
    rungs: tuple[Option, ...]
    further: tuple[Option, ...]
    cells: tuple[AskedCell, ...]
    by_function: bool
    may_be_na: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A principle in the list of what is to be answered."""

    id: str
    name: str
    intro: str
    done: int
    total: int
    state: str


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int
    percent: int
    remaining: str


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """One principle; `number` of `count` pages, and the pages around it."""

    id: str
    name: str
    intro: str
    number: int
    count: int
    questions: tuple[Question, ...]
    previous: str | None
    following: str | None


def asked_principles(
    content: Content, assessment: Assessment, whose: Answering | None = None, only: str | None = None
) -> list[Principle]:
    """The principles that have something to ask of this company, and of whoever answers; of one function `only`."""
    principles = content.questionnaire.principles()
    return [one for one in principles if any(questions_of(content, assessment, one, whose, only))]


def questions_page(
    content: Content,
    assessment: Assessment,
    principle: str,
    whose: Answering | None = None,
    only: str | None = None,
) -> QuestionsPage | None:
    """The page of that principle, with the questions of one function `only` or all; None when it asks nothing here."""
    asked = asked_principles(content, assessment, whose, only)
    places = {one.id: place for place, one in enumerate(asked)}
    if principle not in places:
        return None
    place = places[principle]
    one = asked[place]
    return QuestionsPage(
        id=one.id,
        name=said(one.name),
        intro=said(one.intro),
        number=place + 1,
        count=len(asked),
        questions=tuple(questions_of(content, assessment, one, whose, only)),
        previous=asked[place - 1].id if place else None,
        following=asked[place + 1].id if place + 1 < len(asked) else None,
    )


def questions_of(
    content: Content,
    assessment: Assessment,
    principle: Principle,
    whose: Answering | None = None,
    only: str | None = None,
) -> Iterator[Question]:
    """The questions of a principle that the form asks, with the cells of the functions that exist, or of one `only`."""
    for capability in principle.capabilities:
        every = cells_of(content.questionnaire, assessment, capability, whose)
        cells = tuple(cell for cell in every if only in (None, cell.function))
        if cells:
            told = tuple(replace(cell, beside=beside(cell, assessment, whose)) for cell in cells) if whose else cells
            yield question_of(content.questionnaire, capability, told)


def beside(cell: AskedCell, assessment: Assessment, whose: Answering) -> tuple[str, ...]:
    """« Réponse du conseiller : 2 », for each other whose answers may be told here."""
    said_by = ((one, shown_for(cell, answers_shown(assessment, (one.id,)))) for one in whose.beside)
    return tuple(
        words.typeset(_("{whose} : {rating}", whose=_(BESIDE[one.group]), rating=rating_in_words(rating)))
        for one, rating in said_by
        if rating is not None
    )


def with_earlier(page: QuestionsPage, earlier: Diagnostic, whose: Answering) -> QuestionsPage:
    """The same page with « Le 12 mars 2025 : 2 » beside each question that the diagnostic before answered: by the same
    group, or else by the other of the two who hold the pen."""
    group = whose.own.group if whose.own else LEADER
    known = sorted(
        (one for one in earlier.assessment.respondents if one.group in HANDS), key=lambda one: one.group != group
    )
    given = answers_shown(earlier.assessment, [one.id for one in known])
    on = words.day(earlier.assessment.date or day_in_france(earlier.updated_at))

    def told(cell: AskedCell) -> AskedCell:
        rating = shown_for(cell, given)
        if rating is None:
            return cell
        return replace(cell, earlier=words.typeset(_("Le {day} : {rating}", day=on, rating=rating_in_words(rating))))

    questions = (replace(one, cells=tuple(told(cell) for cell in one.cells)) for one in page.questions)
    return replace(page, questions=tuple(questions))


def rating_in_words(rating: Rating) -> str:
    return _(IN_WORDS[rating]) if isinstance(rating, str) else words.rung(rating)


def question_of(questionnaire: Questionnaire, capability: Capability, cells: tuple[AskedCell, ...]) -> Question:
    item = questionnaire.items[capability.id]
    return Question(
        id=item.id,
        title=said(item.title),
        question=said(item.question),
        help=said(item.help),
        rungs=item.options[:FIRST_RUNGS],
        further=item.options[FIRST_RUNGS:],
        cells=cells,
        by_function=cells[0].function not in (None, EVERYWHERE),
        may_be_na=capability.may_be_na,
    )


def cells_of(
    questionnaire: Questionnaire, assessment: Assessment, capability: Capability, whose: Answering | None = None
) -> Iterator[AskedCell]:
    """What is to be answered for one item; nothing when the form leaves it out, when no function is concerned, or
    when it is not addressed to the group that answers."""
    group = whose.group if whose else None
    if assessment.form not in capability.forms or (group and group not in questionnaire.items[capability.id].audience):
        return
    if capability.functions is None:
        yield AskedCell(capability.id, None, "", "")
        return
    concerned = [id for id in capability.functions if assessment.functions.get(id)]
    if concerned and assessment.form == "flash":
        yield AskedCell(capability.id, EVERYWHERE, "", "")
    elif concerned:
        yield from (function_cell(questionnaire, capability.id, id) for id in concerned)


def function_cell(questionnaire: Questionnaire, item: str, function: str) -> AskedCell:
    name = next(said(one.name) for one in questionnaire.functions if one.id == function)
    help = questionnaire.items[item].function_help.get(function)
    return AskedCell(item, function, name, said(help) if help else "")


def asked_cells(content: Content, assessment: Assessment, whose: Answering | None = None) -> list[AskedCell]:
    """Every answer that is asked, in page order."""
    return [
        cell
        for capability in content.questionnaire.capabilities()
        for cell in cells_of(content.questionnaire, assessment, capability, whose)
    ]


def answers_shown(assessment: Assessment, respondents: Sequence[str] | None = None) -> dict[Key, Rating]:
    """The answers of these respondents, of the first where several gave one; by default the leader's, or the first
    one given where the leader gave none."""
    shown: dict[Key, Rating] = {}
    if respondents is not None:
        for id in reversed(respondents):
            shown |= {(row.item, row.function): row.rating for row in assessment.answers if row.respondent == id}
        return shown
    for answer in assessment.answers:
        key = (answer.item, answer.function)
        if answer.respondent == LEADER or key not in shown:
            shown[key] = answer.rating
    return shown


def shown_for(cell: AskedCell, answers: Mapping[Key, Rating]) -> Rating | None:
    """The answer to that cell; one given for every function stands for each of them."""
    found = answers.get(cell.key)
    return answers.get((cell.item, EVERYWHERE)) if found is None and cell.function else found


def answers_counted(assessment: Assessment, whose: Answering | None) -> dict[Key, Rating]:
    """Those that make a question done."""
    return answers_shown(assessment, whose.counted if whose else None)


def parts(
    content: Content, assessment: Assessment, whose: Answering | None = None, only: str | None = None
) -> list[Part]:
    """The list of pages with what is done in each; of one function `only`, or of all."""
    asked = asked_principles(content, assessment, whose, only)
    return [part_of(content, assessment, one, whose, only) for one in asked]


def part_of(
    content: Content, assessment: Assessment, one: Principle, whose: Answering | None, only: str | None = None
) -> Part:
    answers = answers_counted(assessment, whose)
    cells = [cell for question in questions_of(content, assessment, one, whose, only) for cell in question.cells]
    done = sum(shown_for(cell, answers) is not None for cell in cells)
    return Part(one.id, said(one.name), said(one.intro), done, len(cells), state(done, len(cells)))


def state(done: int, total: int) -> str:
    if done == total:
        return _("Terminé")
    return _("{done} sur {total}", done=done, total=total) if done else _("À faire")


def progress(content: Content, assessment: Assessment, whose: Answering | None = None) -> Progress:
    """How far one is, and about how long it will still take."""
    answers = answers_counted(assessment, whose)
    cells = asked_cells(content, assessment, whose)
    done = sum(shown_for(cell, answers) is not None for cell in cells)
    share = round(100 * done / len(cells)) if cells else 100
    return Progress(done, len(cells), share, remaining(len(cells) - done))


def remaining(answers: int) -> str:
    """« Encore 12 minutes environ »."""
    if not answers:
        return _("Toutes les réponses y sont")
    minutes = ceil(answers * SECONDS_PER_ANSWER / 60)
    return plural(minutes, "Encore une minute environ", "Encore {number} minutes environ")


def first_open(content: Content, assessment: Assessment, whose: Answering | None = None) -> str | None:
    """The first page with something left to answer."""
    return next((part.id for part in parts(content, assessment, whose) if part.done < part.total), None)


def written(rating: Rating | None) -> str:
    """As a form field holds it: « 1.5 », « unknown », or nothing."""
    if rating is None or rating in (UNKNOWN, NOT_APPLICABLE):
        return str(rating or "")
    return f"{float(rating):g}"


def rung_of(rating: Rating | None) -> str:
    """The radio button to tick: halves stand on the rung below."""
    if isinstance(rating, int | float):
        return str(min(TOP_RUNG, int(rating)))
    return str(rating or "")


def is_partly(rating: Rating | None) -> bool:
    return isinstance(rating, int | float) and rating != int(rating)


@dataclass(frozen=True, slots=True)
class DotLine:
    """A row of dots: places along the line as SVG percentages, and the same in words."""

    name: str
    index_text: str
    detail: str
    at: str | None
    band_at: str | None
    band_width: str | None
    target_at: str | None


def dots(rows: Sequence[DotRow]) -> list[DotLine]:
    """The rows as the page draws them."""
    return [dot(row) for row in rows]


def dot(row: DotRow) -> DotLine:
    details = (_("cible {rung}", rung=row.target_text) if row.target_text else None, row.range_text)
    return DotLine(
        name=row.name,
        index_text=row.index_text,
        detail=", ".join(detail for detail in details if detail),
        at=percent(row.index_at),
        band_at=percent(row.low_at) if row.range_text else None,
        band_width=percent(row.high_at - row.low_at) if row.range_text else None,
        target_at=percent(row.target_at),
    )


def percent(share: float | None) -> str | None:
    return None if share is None else f"{100 * share:.1f}%"
