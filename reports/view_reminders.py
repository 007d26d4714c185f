"""The letters of the follow-up, in words."""

from collections.abc import Iterator, Sequence
from datetime import date

from diagnostic.core.model.reminder import Reminder, ReminderKind, ReminderLine, Round
from reports import words

KINDS = {
    ReminderKind.STEPS: ("rappel de mesures", "rappels de mesures"),
    ReminderKind.RESTITUTION: ("rappel de restitution", "rappels de restitution"),
    ReminderKind.AGAIN: ("proposition de second diagnostic", "propositions de second diagnostic"),
}
UNTOLD = (
    "échéance dont personne ne peut être prévenu, faute d’adresse",
    "échéances dont personne ne peut être prévenu, faute d’adresse",
)


def round_lines(round: Round) -> tuple[str, ...]:
    """One line a kind, zeros told, then what could be told to nobody."""
    counts = [(sum(one.kind is kind for one in round.reminders), names) for kind, names in KINDS.items()]
    lines = [words.count(count, *names) for count, names in counts]
    return tuple(words.typeset(line) for line in [*lines, words.count(round.untold, *UNTOLD)])


def letter_text(reminder: Reminder, address: str, today: date) -> tuple[str, str]:
    """Subject and body. `address`: of the server, without a slash at its end."""
    written = {
        ReminderKind.STEPS: _steps,
        ReminderKind.RESTITUTION: _restitution,
        ReminderKind.AGAIN: _again,
    }
    subject, body = written[reminder.kind](reminder, address, today)
    return words.typeset(" ".join(subject.split())), words.typeset(f"Bonjour,\n\n{body}\n\nPalier\n")


def _steps(reminder: Reminder, server: str, _today: date) -> tuple[str, str]:
    late = [line for line in reminder.lines if line.late]
    coming = [line for line in reminder.lines if not line.late]
    return _subject(late, coming), "\n\n".join(_paragraphs(reminder, late, coming, server))


def _file(reminder: Reminder, server: str) -> str:
    return f"{server}/d/{reminder.diagnostic}"


def _subject(late: Sequence[ReminderLine], coming: Sequence[ReminderLine]) -> str:
    if late:
        return words.capital(f"{words.spelled(len(late), 'mesure', 'mesures', feminine=True)} en retard")
    return words.capital(f"{words.spelled(len(coming), 'mesure', 'mesures', feminine=True)} à terminer bientôt")


def _paragraphs(
    reminder: Reminder, late: Sequence[ReminderLine], coming: Sequence[ReminderLine], server: str
) -> Iterator[str]:
    company = " ".join(reminder.company_name.split())
    if late:
        yield _listed(f"Dans le plan d’action de {company}, l’échéance est passée pour :", late)
    if coming:
        where = (
            "L’échéance approche pour :" if late else f"Dans le plan d’action de {company}, l’échéance approche pour :"
        )
        yield _listed(where, coming)
    if reminder.opens:
        yield (
            f"Notez où cela en est, ou changez l’échéance ou le responsable :\n{_file(reminder, server)}/follow\n\n"
            "Une mesure faite ou abandonnée ne donne plus de rappel."
        )
        return
    whom = " ".join((reminder.leader or "").split()) or "la personne qui vous l’a confiée"
    yield (
        f"Pour dire où vous en êtes, adressez-vous à {whom}.\n\n"
        f"Votre adresse a été donnée par {company} pour ces seuls rappels. Pour ne plus en recevoir, demandez "
        "qu’elle soit retirée du suivi du plan : elle s’efface aussitôt.\n\n"
        f"Ce que Palier garde, et vos droits :\n{server}/privacy"
    )


def _listed(intro: str, lines: Sequence[ReminderLine]) -> str:
    return "\n".join([intro, *(f"- {line.title} (pour le {words.day(line.due_on)})" for line in lines)])


def _restitution(reminder: Reminder, server: str, today: date) -> tuple[str, str]:
    company = " ".join(reminder.company_name.split())
    assert reminder.day is not None
    day = words.day(reminder.day)
    if reminder.day < today:
        subject = "Une restitution est en retard"
        told = f"La restitution promise à {company} pour le {day} n’a pas encore donné de plan signé."
    else:
        subject = "Une restitution approche"
        told = f"La restitution promise à {company} est prévue pour le {day}."
    return (
        subject,
        f"{told}\n\nLe résultat, la cible et le plan, à relire avec le dirigeant :\n{_file(reminder, server)}/together",
    )


def _again(reminder: Reminder, server: str, _today: date) -> tuple[str, str]:
    company, file = " ".join(reminder.company_name.split()), _file(reminder, server)
    assert reminder.day is not None
    return (
        "Un an après : refaire le diagnostic",
        f"Le plan de {company} a été signé le {words.day(reminder.day)}. Un second diagnostic dirait ce qui a bougé "
        f"et ce qui est stable.\n\nLe commencer :\n{file}/history\n\nVoir où en sont les mesures :\n{file}/follow",
    )
