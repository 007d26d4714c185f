"""The letters of the follow-up, in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from diagnostic.core.language import FRENCH, _
from diagnostic.core.model.catalogue import Action
from diagnostic.core.model.reminder import Reminder, ReminderKind, ReminderLine, Round
from reports import words

KINDS: Mapping[ReminderKind, Callable[[int], str]] = {
    ReminderKind.STEPS: lambda number: words.count(number, "rappel de mesures", "rappels de mesures"),
    ReminderKind.RESTITUTION: lambda number: words.count(number, "rappel de restitution", "rappels de restitution"),
    ReminderKind.AGAIN: lambda number: words.count(
        number, "proposition de second diagnostic", "propositions de second diagnostic"
    ),
}


def round_lines(round: Round) -> tuple[str, ...]:
    """One line a kind, zeros told, then what could be told to nobody."""
    lines = [told(sum(one.kind is kind for one in round.reminders)) for kind, told in KINDS.items()]
    untold = words.count(
        round.untold,
        "échéance dont personne ne peut être prévenu, faute d’adresse",
        "échéances dont personne ne peut être prévenu, faute d’adresse",
    )
    return tuple(words.typeset(line) for line in (*lines, untold))


def in_words_of_today(reminder: Reminder, actions: Mapping[str, Action]) -> Reminder:
    """The titles in the letter's language, where the catalogue still says them as they were signed."""
    known = {action.text.title.fr: action.text.title for action in actions.values()}
    lines = (
        replace(line, title=known[line.title].read(reminder.language or FRENCH)) if line.title in known else line
        for line in reminder.lines
    )
    return replace(reminder, lines=tuple(lines))


def letter_text(reminder: Reminder, address: str, today: date) -> tuple[str, str]:
    """Subject and body. `address`: of the server, without a slash at its end."""
    written = {
        ReminderKind.STEPS: _steps,
        ReminderKind.RESTITUTION: _restitution,
        ReminderKind.AGAIN: _again,
    }
    subject, body = written[reminder.kind](reminder, address, today)
    return words.typeset(" ".join(subject.split())), words.typeset(_("Bonjour,\n\n{body}\n\nPalier\n", body=body))


def _steps(reminder: Reminder, server: str, _today: date) -> tuple[str, str]:
    late = [line for line in reminder.lines if line.late]
    coming = [line for line in reminder.lines if not line.late]
    return _subject(late, coming), "\n\n".join(_paragraphs(reminder, late, coming, server))


def _file(reminder: Reminder, server: str) -> str:
    return f"{server}/d/{reminder.diagnostic}"


def _subject(late: Sequence[ReminderLine], coming: Sequence[ReminderLine]) -> str:
    if late:
        return words.capital(words.spelled(len(late), "mesure en retard", "mesures en retard", feminine=True))
    return words.capital(
        words.spelled(len(coming), "mesure à terminer bientôt", "mesures à terminer bientôt", feminine=True)
    )


def _paragraphs(
    reminder: Reminder, late: Sequence[ReminderLine], coming: Sequence[ReminderLine], server: str
) -> Iterator[str]:
    company = " ".join(reminder.company_name.split())
    if late:
        yield _listed(_("Dans le plan d’action de {company}, l’échéance est passée pour :", company=company), late)
    if coming and late:
        yield _listed(_("L’échéance approche pour :"), coming)
    elif coming:
        yield _listed(_("Dans le plan d’action de {company}, l’échéance approche pour :", company=company), coming)
    if reminder.opens:
        yield _(
            "Notez où cela en est, ou changez l’échéance ou le responsable :\n{file}/follow\n\n"
            "Une mesure faite ou abandonnée ne donne plus de rappel.",
            file=_file(reminder, server),
        )
        return
    leader = " ".join((reminder.leader or "").split())
    yield _(
        "Pour dire où vous en êtes, adressez-vous à {whom}.\n\n"
        "Votre adresse a été donnée par {company} pour ces seuls rappels. Pour ne plus en recevoir, demandez "
        "qu’elle soit retirée du suivi du plan : elle s’efface aussitôt.\n\n"
        "Ce que Palier garde, et vos droits :\n{server}/privacy",
        whom=leader or _("la personne qui vous l’a confiée"),
        company=company,
        server=server,
    )


def _listed(intro: str, lines: Sequence[ReminderLine]) -> str:
    return "\n".join(
        [intro, *(_("- {title} (pour le {day})", title=line.title, day=words.day(line.due_on)) for line in lines)]
    )


def _restitution(reminder: Reminder, server: str, today: date) -> tuple[str, str]:
    company = " ".join(reminder.company_name.split())
    assert reminder.day is not None
    day = words.day(reminder.day)
    if reminder.day < today:
        subject = _("Une restitution est en retard")
        told = _(
            "La restitution promise à {company} pour le {day} n’a pas encore donné de plan signé.",
            company=company,
            day=day,
        )
    else:
        subject = _("Une restitution approche")
        told = _("La restitution promise à {company} est prévue pour le {day}.", company=company, day=day)
    return subject, _(
        "{told}\n\nLe résultat, la cible et le plan, à relire avec le dirigeant :\n{file}/together",
        told=told,
        file=_file(reminder, server),
    )


def _again(reminder: Reminder, server: str, _today: date) -> tuple[str, str]:
    company, file = " ".join(reminder.company_name.split()), _file(reminder, server)
    assert reminder.day is not None
    return _("Un an après : refaire le diagnostic"), _(
        "Le plan de {company} a été signé le {day}. Un second diagnostic dirait ce qui a bougé "
        "et ce qui est stable.\n\nLe commencer :\n{file}/history\n\nVoir où en sont les mesures :\n{file}/follow",
        company=company,
        day=words.day(reminder.day),
        file=file,
    )
