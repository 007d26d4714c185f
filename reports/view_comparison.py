"""Before and after: two diagnostics of one company in words, with what is stable said as such."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from diagnostic.core.comparison import Basis, Change, Comparison, Pair
from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.edition import ChangedQuestion
from diagnostic.core.model.result import Node, Result
from diagnostic.core.model.step import Promise, Step
from reports import words
from reports.naming import Names
from reports.view_steps import in_words_of_today, title_of

TOP = 6.0
SHOWN = 8
FORMS = {"full": N_("diagnostic complet"), "flash": N_("repérage, 20 questions")}
VERDICTS = {Change.UP: N_("en hausse"), Change.DOWN: N_("en baisse"), Change.STABLE: N_("stable")}
UNKNOWN = N_("pas assez de réponses")


@dataclass(frozen=True, slots=True)
class Told:
    """One of the two diagnostics: its day, its form, what its questionnaire was, its result."""

    on: date
    form: str
    questionnaire: str
    content_sha256: str
    result: Result


@dataclass(frozen=True, slots=True)
class PairRow:
    """A node on the line from 0 to 6. `*_at`, `left`, `width`: places on the line, as CSS lengths; None = unknown."""

    name: str
    before: str
    after: str
    verdict: str
    change: str
    before_at: str | None
    after_at: str | None
    left: str | None
    width: str | None


@dataclass(frozen=True, slots=True)
class MoveLine:
    title: str
    where: str
    change: str


@dataclass(frozen=True, slots=True)
class DoneLine:
    title: str
    day: str


@dataclass(frozen=True, slots=True)
class SideLine:
    """The same line of both diagnostics."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A question that two editions do not ask alike: what became of it, and why."""

    title: str
    fate: str
    why: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """`cautions`: what to know before reading; the rest is empty where nothing can be compared."""

    title: str
    lead: str
    days: tuple[str, str]
    sides: tuple[SideLine, ...]
    cautions: tuple[str, ...]
    rows: tuple[PairRow, ...]
    principles: tuple[PairRow, ...]
    up: tuple[MoveLine, ...]
    down: tuple[MoveLine, ...]
    others: tuple[MoveLine, ...]
    done: tuple[DoneLine, ...]
    rule: str
    changed: tuple[ChangedLine, ...] = ()


def comparison_view(
    content: Content,
    before: Told,
    after: Told,
    comparison: Comparison | None,
    done: Sequence[Step],
    promises: Mapping[str, Promise],
    lang: str,
) -> ComparisonView:
    """`changed` is left to `with_changed`."""
    names, promises = Names(content.questionnaire, lang), in_words_of_today(promises, content.actions)
    moves = [(one.change, _move(names, one)) for one in comparison.moved] if comparison else []
    up, down = ([line for change, line in moves if change is wanted] for wanted in (Change.UP, Change.DOWN))
    return ComparisonView(
        title=words.typeset(_title(before, after, comparison)),
        lead=words.typeset(" ".join(_lead(before, after, comparison))),
        days=(words.day(before.on), words.day(after.on)),
        sides=tuple(_sides(before, after)),
        cautions=tuple(map(words.typeset, _cautions(before, after, comparison))),
        rows=_rows(names, content, comparison, areas=True),
        principles=_rows(names, content, comparison, areas=False),
        up=tuple(up[:SHOWN]),
        down=tuple(down[:SHOWN]),
        others=tuple(up[SHOWN:] + down[SHOWN:]),
        done=tuple(DoneLine(title_of(step, promises), words.day(step.done_on)) for step in done if step.done_on),
        rule=words.typeset(_rule(content, lang)),
    )


MOVED = {
    Change.UP: N_("L’indice monte de {was} à {now}."),
    Change.DOWN: N_("L’indice descend de {was} à {now}."),
    Change.STABLE: N_("L’indice est stable : {was}, puis {now}."),
}
MOVED_ON_SHARED = {
    Change.UP: N_("L’indice monte de {was} à {now}, sur les questions qui se comparent."),
    Change.DOWN: N_("L’indice descend de {was} à {now}, sur les questions qui se comparent."),
    Change.STABLE: N_("L’indice est stable, sur les questions qui se comparent : {was}, puis {now}."),
}


def _title(before: Told, after: Told, comparison: Comparison | None) -> str:
    if before.questionnaire != after.questionnaire and comparison is None:
        return _("Ces deux diagnostics ne se comparent pas : les questions ne sont plus les mêmes.")
    if comparison and comparison.basis is Basis.CARRIED and comparison.company.change is None:
        return _("Trop de questions ont changé pour comparer les indices.")
    if comparison is None or comparison.company.before is None or comparison.company.after is None:
        return _("Il manque des réponses pour comparer.")
    was, now = words.index(comparison.company.before), words.index(comparison.company.after)
    told = MOVED_ON_SHARED if comparison.basis is Basis.CARRIED else MOVED
    return _(told[comparison.company.change or Change.DOWN], was=was, now=now)


def _lead(before: Told, after: Told, comparison: Comparison | None) -> Iterator[str]:
    yield _(
        "Du {first} ({first_form}) au {second} ({second_form}).",
        first=words.day(before.on),
        first_form=_form(before),
        second=words.day(after.on),
        second_form=_form(after),
    )
    was, now = before.result.company.stage, after.result.company.stage
    if comparison and comparison.basis is Basis.AS_READ and was is not None and now is not None:
        if was == now:
            yield _("Stade\u00a0{was} les deux fois.", was=was)
        else:
            yield _("Stade\u00a0{was} la première fois, {now} la seconde.", was=was, now=now)


def _form(told: Told) -> str:
    return _(FORMS.get(told.form, told.form))


def _sides(before: Told, after: Told) -> Iterator[SideLine]:
    was, now = before.result.company, after.result.company
    if before.questionnaire != after.questionnaire:
        yield SideLine(_("Édition du questionnaire"), *(one.questionnaire.partition("@")[2] for one in (before, after)))
    yield SideLine(_("Questionnaire"), *(words.capital(_form(one)) for one in (before, after)))
    yield SideLine(_("Stade"), _stage(was), _stage(now))
    yield SideLine(_("Indice de la page de résultat"), _index(was.index), _index(now.index))
    yield SideLine(_("Réponses connues"), words.percent(was.coverage), words.percent(now.coverage))
    yield SideLine(_("dont vérifiées"), _share(was), _share(now))


def _stage(node: Node) -> str:
    return _(UNKNOWN) if node.stage is None else str(node.stage)


def _index(index: float | None) -> str:
    return _(UNKNOWN) if index is None else words.index(index)


def _share(node: Node) -> str:
    return _("aucune") if not node.evidence_share else words.percent(node.evidence_share)


def _cautions(before: Told, after: Told, comparison: Comparison | None) -> Iterator[str]:
    if comparison is None:
        yield from _why_not(before, after)
        return
    if comparison.basis is Basis.CARRIED:
        yield _two_editions(before, after, comparison)
    else:
        yield from _one_edition(before, after, comparison)
    was, now = before.result.company.evidence_share or 0.0, after.result.company.evidence_share or 0.0
    if was != now:
        yield _(
            "La part des réponses vérifiées n’est pas la même : une partie de l’écart peut venir de la façon de "
            "répondre."
        )


def _two_editions(before: Told, after: Told, comparison: Comparison) -> str:
    was, now = (one.questionnaire.partition("@")[2] for one in (before, after))
    return _(
        "Le premier suit l’édition {was} du questionnaire, le second l’édition {now}. La comparaison porte sur "
        "{points} dont la question dit la même chose dans les deux : ses indices ne "
        "sont donc pas ceux des pages de résultat, et les stades ne se comparent pas. Un indice n’est donné que si ces "
        "points en pèsent au moins la moitié.",
        was=was,
        now=now,
        points=words.count(comparison.shared, "point", "points"),
    )


def _one_edition(before: Told, after: Told, comparison: Comparison) -> Iterator[str]:
    if comparison.basis is Basis.SHARED:
        yield _(
            "Un repérage et un diagnostic complet ne posent pas tout à fait les mêmes questions : la comparaison ne "
            "porte que sur {questions} dont la réponse est connue les deux fois, toutes fonctions réunies. Ses indices "
            "ne sont donc pas ceux des pages de résultat, et les stades ne se comparent pas.",
            questions=words.spelled(comparison.shared, "question", "questions", feminine=True),
        )
    yield from _lonely(comparison)
    if before.content_sha256 != after.content_sha256:
        yield _(
            "Le contenu de Palier a été mis à jour entre les deux diagnostics : une question mieux formulée peut, "
            "à elle seule, déplacer une réponse."
        )


def _why_not(before: Told, after: Told) -> Iterator[str]:
    if before.questionnaire != after.questionnaire:
        yield _(
            "Le premier suit le questionnaire {was}, le second {now}.",
            was=before.questionnaire,
            now=after.questionnaire,
        )
        return
    for told in (before, after):
        if not told.result.company.assessed:
            yield _(
                "Celui du {day} connaît moins de la moitié des réponses : il n’a pas encore d’indice.",
                day=words.day(told.on),
            )


FATES = {
    "kept": N_("la question a changé"),
    "renamed": N_("la question a changé, et devient {after}"),
    "merged": N_("regroupées dans {after}"),
    "split": N_("partagée en {after}"),
    "removed": N_("la question n’est plus posée"),
    "added": N_("la question est nouvelle"),
}
ALL_THE_SAME = {
    "merged": N_("la plus basse des notes d’avant se compare à celle d’après"),
    "split": N_("la note d’avant se compare à chacune de celles d’après"),
}


def with_changed(view: ComparisonView, changed: Sequence[ChangedQuestion], lang: str) -> ComparisonView:
    """The same with the questions that two editions do not ask alike, in the order of their maps."""
    return replace(view, changed=tuple(_changed(one, lang) for one in changed))


def _changed(one: ChangedQuestion, lang: str) -> ChangedLine:
    before, after = (words.listed([words.quoted(text.read(lang)) for text in side]) for side in (one.before, one.after))
    fate = _(FATES[one.kind], after=after)
    if one.compares and one.kind in ALL_THE_SAME:
        fate = words.joined((fate, _(ALL_THE_SAME[one.kind])))
    why = one.why.read(lang) if one.why else ""
    return ChangedLine(*map(words.typeset, (before or after, fate, why)))


def _lonely(comparison: Comparison) -> Iterator[str]:
    """What only one of the two knows."""
    told = []
    if comparison.only_before:
        number = comparison.only_before
        told.append(
            plural(
                number,
                "{number} point noté la première fois seulement",
                "{number} points notés la première fois seulement",
                number=words.whole(number),
            )
        )
    if comparison.only_after:
        number = comparison.only_after
        told.append(
            plural(
                number,
                "{number} point noté la seconde fois seulement",
                "{number} points notés la seconde fois seulement",
                number=words.whole(number),
            )
        )
    if told:
        yield words.sentence(words.listed(told))


def _rows(names: Names, content: Content, comparison: Comparison | None, *, areas: bool) -> tuple[PairRow, ...]:
    if comparison is None:
        return ()
    if areas:
        named = {area.id: names.read(area.name) for area in content.questionnaire.areas}
        whole = _row(_("Toute l’entreprise"), comparison.company, comparison.basis)
        return (whole, *(_row(named[one.id], one, comparison.basis) for one in comparison.areas))
    named = {one.id: names.read(one.name) for one in content.questionnaire.principles()}
    return tuple(_row(named[one.id], one, comparison.basis) for one in comparison.principles)


def _row(name: str, pair: Pair, basis: Basis) -> PairRow:
    lost = basis is Basis.CARRIED and pair.change is None
    return PairRow(
        name=name,
        before="–" if lost else _index(pair.before),
        after="–" if lost else _index(pair.after),
        verdict=_("ne se compare pas") if lost else _verdict(pair),
        change=pair.change.value if pair.change else "unknown",
        before_at=_place(pair.before),
        after_at=_place(pair.after),
        left=None if pair.before is None or pair.after is None else _place(min(pair.before, pair.after)),
        width=None if pair.before is None or pair.after is None else _place(abs(pair.after - pair.before)),
    )


def _verdict(pair: Pair) -> str:
    if pair.change is None or pair.before is None or pair.after is None:
        return _("à évaluer")
    if pair.change is Change.STABLE:
        return _(VERDICTS[Change.STABLE])
    return ", ".join((_(VERDICTS[pair.change]), signed(pair.before, pair.after)))


def signed(before: float, after: float) -> str:
    """« +0,8 », « −0,6 »: between the two figures as they are printed, so that whoever subtracts finds the same."""
    difference = float(words.rounded(after, "0.1") - words.rounded(before, "0.1"))
    return f"{'+' if difference > 0 else words.MINUS}{words.index(abs(difference))}"


def _place(value: float | None) -> str | None:
    return None if value is None else f"{100 * value / TOP:.2f}%"


def _move(names: Names, pair: Pair) -> MoveLine:
    was, now = pair.before or 0.0, pair.after or 0.0
    return MoveLine(
        names.title(pair.id), names.where(pair.id), _("de {was} à {now}", was=words.rung(was), now=words.rung(now))
    )


def _rule(content: Content, lang: str) -> str:
    rule = content.rhythm.change
    return _(
        "Sous {gap} d’écart, l’indice est dit stable. {why}", gap=words.rung(rule.stable_under), why=rule.why.read(lang)
    )
