"""The follow-up of a signed plan: each action, who, until when, how far, at what cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from diagnostic.core.language import N_, _, plural, spoken
from diagnostic.core.model.catalogue import Action
from diagnostic.core.model.step import FollowUp, Promise, State, Step
from diagnostic.core.steps import promised, spent
from reports import words

STATES = {
    State.PLANNED: N_("À faire"),
    State.RUNNING: N_("En cours"),
    State.DONE: N_("Faite"),
    State.DROPPED: N_("Abandonnée"),
}
STATE_HELPS = {
    State.PLANNED: N_("Elle n’a pas commencé."),
    State.RUNNING: N_("Elle a commencé : donnez le jour, ou laissez vide pour aujourd’hui."),
    State.DONE: N_("Elle est finie : donnez le jour, ou laissez vide pour aujourd’hui."),
    State.DROPPED: N_("Elle ne se fera pas : dites pourquoi dans la remarque."),
}
LATE = "late"
FILTERS = {LATE: N_("En retard"), **{state.value: name for state, name in STATES.items()}}
NOBODY = N_("Personne n’est encore désigné")


@dataclass(frozen=True, slots=True)
class StepLine:
    """`late`: « En retard de 12 jours », None when it is not; `mark`: how its state is drawn."""

    id: str
    title: str
    owner: str | None
    due: str
    state: str
    mark: str
    late: str | None
    dates: str | None
    planned: str
    real: str
    note: str | None


@dataclass(frozen=True, slots=True)
class StepsView:
    """`owners`: the names to filter by; `shown`: what the filters leave, None when there are none; `reopened`: said
    when the plan is no longer in force."""

    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[StepLine, ...]
    owners: tuple[str, ...]
    shown: str | None
    reopened: str | None
    is_begun: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the address: a state or « late », an owner; empty = all."""

    state: str = ""
    owner: str = ""


ALL = Wanted()


def steps_view(follow_up: FollowUp, today: date, wanted: Wanted = ALL) -> StepsView:
    steps, promises = follow_up.steps, follow_up.promises
    kept = [step for step in ordered(steps, today) if _is_wanted(step, wanted, today)]
    filtered = wanted != ALL
    return StepsView(
        title=words.typeset(_title(steps, today)),
        lead=words.typeset(_lead(follow_up)),
        facts=tuple((name, words.typeset(told)) for name, told in _facts(steps, promises)),
        lines=tuple(_line(step, promises, today) for step in kept),
        owners=tuple(sorted({step.owner for step in steps if step.owner}, key=words.plain)),
        shown=words.typeset(_shown(len(kept), len(steps))) if filtered and steps else None,
        reopened=words.typeset(_(REOPENED)) if steps and not follow_up.in_force else None,
        is_begun=bool(steps),
    )


REOPENED = N_(
    "Le diagnostic a été rouvert : ce suivi reste celui du dernier plan signé. À la prochaine signature, ce qui est "
    "noté ici passera au nouveau plan, mesure par mesure."
)


def ordered(steps: Iterable[Step], today: date) -> list[Step]:
    """Late ones first, then what is open by due day, then what is done, then what was given up."""
    rank = {state: place for place, state in enumerate((State.DONE, State.DROPPED), start=1)}
    return sorted(steps, key=lambda one: (not one.is_late(today), rank.get(one.state, 0), one.due_on, one.id))


def _is_wanted(step: Step, wanted: Wanted, today: date) -> bool:
    by_state = wanted.state in ("", step.state.value) or (wanted.state == LATE and step.is_late(today))
    return by_state and wanted.owner in ("", step.owner)


def _title(steps: Sequence[Step], today: date) -> str:
    if not steps:
        return _("Le suivi commence quand le plan est signé.")
    late = sum(step.is_late(today) for step in steps)
    asked = [step for step in steps if step.state is not State.DROPPED]
    done = sum(step.state is State.DONE for step in asked)
    if late:
        return words.sentence(words.spelled(late, "mesure en retard", "mesures en retard", feminine=True))
    if asked and done == len(asked):
        return _("Toutes les mesures du plan sont faites.")
    if not done:
        return _("Rien n’est en retard. Aucune mesure n’est encore faite.")
    told = words.spelled(done, "mesure faite", "mesures faites", feminine=True)
    return _("Rien n’est en retard. {done}", done=words.sentence(told))


def _lead(follow_up: FollowUp) -> str:
    if not follow_up.signed_on or not follow_up.steps:
        return _(
            "Chaque mesure du plan signé aura ici un responsable, une échéance, un avancement et son coût réel. "
            "Un courriel rappellera celles qui approchent ou qui tardent."
        )
    return _(
        "Plan signé le {day}. Les mesures en retard d’abord, puis par échéance.", day=words.day(follow_up.signed_on)
    )


def _facts(steps: Sequence[Step], promises: Mapping[str, Promise]) -> Iterable[tuple[str, str]]:
    if not steps:
        return
    asked = [step for step in steps if step.state is not State.DROPPED]
    dropped = len(steps) - len(asked)
    done = sum(step.state is State.DONE for step in asked)
    told = _("{done} sur {asked}", done=done, asked=len(asked))
    left = words.spelled(dropped, "abandonnée", "abandonnées", feminine=True)
    yield _("Faites"), f"{told} ({left})" if dropped else told
    running = sum(step.state is State.RUNNING for step in asked)
    yield _("En cours"), words.whole(running)
    nets = {action: promise.net for action, promise in promises.items()}
    yield (
        _("Dépensé"),
        _(
            "{spent} sur {planned} prévus au plus, aides déduites",
            spent=words.euros(spent(steps)),
            planned=words.euros(promised(steps, nets)),
        ),
    )


def _shown(kept: int, total: int) -> str:
    if not kept:
        return _("Aucune mesure ne répond à ce choix.")
    actions = words.capital(words.spelled(kept, "mesure", "mesures", feminine=True))
    return _("{actions} sur {total}.", actions=actions, total=words.numeral(total))


def late_text(step: Step, today: date) -> str | None:
    """« En retard de 12 jours »."""
    if not step.is_late(today):
        return None
    days = (today - step.due_on).days
    return plural(days, "En retard de {number} jour", "En retard de {number} jours", number=words.whole(days))


def title_of(step: Step, promises: Mapping[str, Promise]) -> str:
    """As the plan said it when it was signed."""
    known = promises.get(step.action)
    return words.typeset(known.title) if known else step.action


def in_words_of_today(promises: Mapping[str, Promise], actions: Mapping[str, Action]) -> dict[str, Promise]:
    """The titles in the language spoken, where the catalogue still says them as they were signed."""
    titles = {id: action.text.title for id, action in actions.items()}
    same = {id for id, promise in promises.items() if id in titles and titles[id].fr == promise.title}
    return {
        id: replace(promise, title=titles[id].read(spoken())) if id in same else promise
        for id, promise in promises.items()
    }


def _line(step: Step, promises: Mapping[str, Promise], today: date) -> StepLine:
    known = promises.get(step.action)
    late = late_text(step, today)
    return StepLine(
        id=step.id,
        title=title_of(step, promises),
        owner=step.owner,
        due=words.day(step.due_on),
        state=_(STATES[step.state]),
        mark=step.state.value,
        late=words.typeset(late) if late else None,
        dates=_dates(step),
        planned=words.euros(known.net) if known else _("non prévu"),
        real=_real(step),
        note=words.typeset(step.note) if step.note else None,
    )


def _real(step: Step) -> str:
    if step.real_cost is not None:
        return words.euros(step.real_cost)
    return _("à noter") if step.state in (State.RUNNING, State.DONE) else _("aucun")


def _dates(step: Step) -> str | None:
    told = []
    if step.started_on:
        told.append(_("commencée le {day}", day=words.day(step.started_on)))
    if step.done_on:
        told.append(_("finie le {day}", day=words.day(step.done_on)))
    return words.capital(", ".join(told)) or None


def state_helps() -> dict[str, str]:
    return {state.value: words.typeset(_(told)) for state, told in STATE_HELPS.items()}
