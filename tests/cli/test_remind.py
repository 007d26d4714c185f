"""`palier remind` as an operator runs it every day: the right person, once, and a failure loses nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import Result

from diagnostic import cli_remind
from diagnostic.core.model.access import OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.reminder import Reminder, ReminderKind, ReminderLine
from diagnostic.services import accounts, assessing, restituting, tracking
from diagnostic.services.database import Database
from diagnostic.store import audit, people, steps
from reports.view_reminders import in_words_of_today
from tests.cli.test_cli import mistake
from tests.cli.test_db import run
from tests.web import acquaintances as known
from tests.web import tracked
from tests.web.served import NOW

DUE = date(2027, 3, 31)  # the end of the first quarter after NOW
LATE = DUE + timedelta(days=31)


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: Content) -> Path:
    """The program’s own folder; no setting of this machine; the content read once for all."""
    monkeypatch.setattr(cli_remind, "load_content", lambda: content)
    for name in ("DATABASE_URL", "PALIER_SMTP", "PALIER_URL", "PALIER_MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PALIER_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def database(var: Path, content: Content, examples: Mapping[str, Assessment]) -> Database:
    """Léa leads « one », which Hugo advises; « two » has nobody."""
    var.mkdir()
    opened = Database(f"sqlite:///{var / 'palier.db'}")
    opened.upgrade()
    with opened.session() as session:
        for id in ("one", "two"):
            company = replace(examples["one_too"].company, name=f"Mécanique\n{id}")
            assessing.add(session, content, id, replace(examples["one_too"], company=company), NOW)
        session.commit()
    chamber = known.organisation(opened, "CCI", OrganisationKind.CHAMBER)
    lea, hugo = known.account(opened, "lea@exemple.fr", "Léa Martin"), known.account(opened, "hugo@exemple.fr")
    known.member(opened, hugo, chamber, Position.ADVISER)
    known.access(opened, "one", Role.LEADER, lea)
    known.access(opened, "one", Role.ADVISER, hugo, chamber)
    opened.close()
    return opened


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> list[EmailMessage]:
    """What leaves by a server that is set."""
    left: list[EmailMessage] = []
    monkeypatch.setenv("PALIER_SMTP", "smtp://localhost:25?tls=none")
    monkeypatch.setenv("PALIER_URL", "https://palier.exemple.fr")
    monkeypatch.setenv("PALIER_MAIL_FROM", "palier@exemple.fr")
    monkeypatch.setattr(cli_remind, "sender", lambda *_: left.append)
    return left


def remind(on: date, *more: str) -> Result:
    done = run("remind", "--on", on.isoformat(), "--yes", *more)
    assert done.exit_code == 0, done.output
    return done


def given_to(database: Database, action: str, email: str | None) -> None:
    with database.session() as session:
        step = next(step for step in tracking.follow_up(session, "one").steps if step.action == action)
        steps.change(session, replace(step, owner_email=email))
        session.commit()


def told(database: Database) -> list[dict[str, object]]:
    with database.session(writes=False) as session:
        return [event.details for event in audit.everything(session) if event.act == "reminder.sent"]


def test_the_owner_and_the_leader_are_told_once(database: Database, post: list[EmailMessage]) -> None:
    tracked.signed(database, "one", {"idea_trials": 1, "hourly_board": 1})
    given_to(database, "idea_trials", "chef@exemple.fr")
    assert "2 rappels de mesures" in remind(DUE - timedelta(days=14)).stdout
    owner, leader = sorted(post, key=lambda letter: str(letter["To"]))
    assert (owner["To"], leader["To"]) == ("chef@exemple.fr", "lea@exemple.fr")
    text = owner.get_content().replace("\u00a0", " ")
    assert "Titre de idea_trials" in text and "31 mars 2027" in text and "hourly_board" not in text
    assert "adressez-vous à Léa Martin" in text and "/d/" not in text, "no account, no link to the file"
    assert "https://palier.exemple.fr/privacy" in text
    assert "Mécanique one" in text, "a name typed on two lines is told on one"
    assert "https://palier.exemple.fr/d/one/follow" in leader.get_content()
    assert remind(DUE - timedelta(days=14)).stdout.startswith("0 rappel")
    assert len(post) == 2
    remind(DUE)
    assert len(post) == 4
    assert told(database)[0] == {"kind": "steps", "steps": 1}


def test_each_is_told_in_the_language_that_their_account_asked_for(
    database: Database, post: list[EmailMessage]
) -> None:
    tracked.signed(database, "one", {"idea_trials": 1, "hourly_board": 1})
    given_to(database, "idea_trials", "chef@exemple.fr")
    with database.session() as session:
        leader = people.with_email(session, "lea@exemple.fr")
        assert leader is not None
        accounts.keep_language(session, leader, "en")
        session.commit()
    remind(DUE - timedelta(days=14))
    owner, lea = (
        letter.get_content().replace("\u00a0", " ") for letter in sorted(post, key=lambda one: str(one["To"]))
    )
    assert owner.startswith("Bonjour") and "31 mars 2027" in owner
    assert lea.startswith("Hello") and "31 March 2027" in lea
    assert "Titre de hourly_board" in lea, "a title that today's catalogue does not say stays as it was signed"


def test_a_title_is_said_as_today_s_catalogue_says_it(content: Content) -> None:
    title = content.actions["idea_trials"].text.title
    line = ReminderLine("step", title.fr, DUE, late=False)
    reminder = Reminder(ReminderKind.STEPS, "lea@exemple.fr", "c", "Durand", "one", True, (line,), language="en")
    assert in_words_of_today(reminder, content.actions).lines[0].title == title.en
    french = replace(reminder, language=None)
    assert in_words_of_today(french, content.actions) == french


def test_what_is_done_or_dropped_is_no_longer_told(database: Database, post: list[EmailMessage]) -> None:
    tracked.signed(database, "one", {"idea_trials": 1, "hourly_board": 1})
    with database.session() as session:
        for step, state in zip(tracking.follow_up(session, "one").steps, ("done", "dropped"), strict=True):
            steps.change(session, replace(step, state=tracking.State(state)))
        session.commit()
    remind(LATE)
    assert post == []


def test_a_letter_that_cannot_leave_is_sent_the_next_time(
    database: Database, post: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    tracked.signed(database, "one", {"idea_trials": 1, "hourly_board": 1})
    given_to(database, "idea_trials", "chef@exemple.fr")

    def refuse_the_owner(letter: EmailMessage) -> None:
        if letter["To"] == "chef@exemple.fr":
            raise OSError("no such mailbox")
        post.append(letter)

    with monkeypatch.context() as patched:
        patched.setattr(cli_remind, "sender", lambda *_: refuse_the_owner)
        assert "1 courriel(s)" in remind(DUE).stderr
    assert [letter["To"] for letter in post] == ["lea@exemple.fr"]
    remind(DUE)
    assert [letter["To"] for letter in post] == ["lea@exemple.fr", "chef@exemple.fr"]


def test_without_a_mail_server_letters_are_shown_and_nobody_counts_as_told(database: Database) -> None:
    tracked.signed(database, "one", {"idea_trials": 1})
    for _ in range(2):
        done = remind(DUE)
        assert "lea@exemple.fr" in done.stdout and "PALIER_SMTP" in done.stderr
    assert told(database) == []


def test_a_dry_run_sends_and_keeps_nothing(database: Database, post: list[EmailMessage]) -> None:
    tracked.signed(database, "one", {"idea_trials": 1})
    assert "1 rappel de mesures" in run("remind", "--on", DUE.isoformat(), "--dry-run").stdout
    assert post == [] and told(database) == []


def test_what_nobody_can_be_told_of_is_counted(database: Database, post: list[EmailMessage]) -> None:
    tracked.signed(database, "two", {"idea_trials": 1})
    assert "1 échéance dont personne ne peut être prévenu" in remind(DUE).stdout.replace("\u202f", " ")
    assert post == []


def test_the_adviser_is_told_of_a_restitution_then_of_a_second_diagnostic(
    database: Database, post: list[EmailMessage], content: Content
) -> None:
    with database.session() as session:
        due = restituting.leave_note(session, content, "one", "", NOW.date()).due_on
        session.commit()
    assert due is not None
    for days in (-4, -3, 0, 1, 8):
        remind(due + timedelta(days=days))
    assert [letter["To"] for letter in post] == ["hugo@exemple.fr"] * 2
    assert "approche" in post[0]["Subject"] and "en retard" in post[1]["Subject"]
    post.clear()
    tracked.signed(database, "one", {}, freezes=True)
    for days in (364, 365, 366):
        remind(NOW.date() + timedelta(days=days))
    assert [letter["To"] for letter in post] == ["hugo@exemple.fr"]
    assert "https://palier.exemple.fr/d/one/history" in post[0].get_content()


def test_a_company_that_was_measured_again_is_left_alone(
    database: Database, post: list[EmailMessage], content: Content, examples: Mapping[str, Assessment]
) -> None:
    tracked.signed(database, "one", {}, freezes=True)
    later = NOW + timedelta(days=300)
    tracked.measured_again(database, content, examples["one_too"], later, beside="one", id="one_again")
    remind(NOW.date() + timedelta(days=400))
    assert post == []


def test_a_day_to_come_asks_for_a_yes(database: Database) -> None:
    assert "--dry-run" in mistake(run("remind", "--on", "2090-01-01"))
