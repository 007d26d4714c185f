"""Letters: they leave by SMTP or are printed, arrive intact, carry our address; and what happens when they cannot."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from diagnostic import posting
from diagnostic.config import Settings, load_settings
from diagnostic.core.errors import UserError
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web import mail
from diagnostic.web.app import create_app
from tests.web import acquaintances as known
from tests.web import leading
from tests.web.linting_client import LintingClient
from tests.web.mailbox import text_of
from tests.web.served import NOW, TODAY
from tests.web.smtp_server import Mailbox, listening

MARIE = "marie@durand.fr"
ORIGIN = "Palier – l’équipe <ne-pas-repondre@palier.exemple.fr>"
ODD_NAME = "אחים דורן 🛠️ & Fils"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with listening(Mailbox()) as opened:
        yield opened


def make_app(content: Content, database: Database, smtp: str | None, *, url: str | None, https: bool = False) -> Flask:
    settings = Settings(
        database_url="", secret_key="only for tests, never elsewhere", url=url, smtp=smtp, mail_from=ORIGIN, https=https
    )
    send = posting.sender(settings.smtp, settings.mail_from)
    app = create_app(settings, content, database, today=lambda: TODAY, now=lambda: NOW, send=send)
    app.test_client_class = LintingClient
    return app


def client_of(app: Flask) -> LintingClient:
    client = app.test_client()
    assert isinstance(client, LintingClient)
    return client


def client_with(content: Content, database: Database, box: Mailbox) -> LintingClient:
    known.account(database, MARIE)
    return client_of(make_app(content, database, f"smtp://127.0.0.1:{box.port}?tls=none", url="http://localhost"))


def test_a_letter_arrives_whole(content: Content, database: Database, box: Mailbox) -> None:
    client = client_with(content, database, box)
    own = leading.start(client, name=ODD_NAME)
    leading.send(client, f"{own}/claim", {"email": MARIE})
    (letter,) = box.letters
    assert ODD_NAME in text_of(letter)
    assert (letter["To"], letter["From"]) == (MARIE, ORIGIN)
    assert letter["Date"] and letter["Message-ID"].endswith("@palier.exemple.fr>")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "http://localhost/login/link/" in text_of(letter)
    assert any(line.upper().startswith("MAIL FROM:<NE-PAS-REPONDRE@PALIER.EXEMPLE.FR>") for line in box.commands)


def test_a_subject_in_any_script_stays_on_one_line(app: Flask, letters: list[object]) -> None:
    """A name may hold anything: a header holds one line, encoded as RFC 2047 asks."""
    with app.test_request_context():
        mail.post(
            MARIE, "contributor_invited", **{**CONTRIBUTOR, "company": f"{ODD_NAME}\r\nBcc: tous@ailleurs.fr\u2028X"}
        )
        mail.send_queued()
    (letter,) = letters
    assert letter["Bcc"] is None  # type: ignore[index]
    raw = bytes(letter)  # type: ignore[call-overload]
    assert b"\nBcc:" not in raw and raw.isascii() and b"=?utf-8?" in raw.lower()
    assert ODD_NAME in letter["Subject"]  # type: ignore[index]


CONTRIBUTOR = {"name": None, "inviter": None, "address": "http://localhost/", "until": "6 décembre 2026"}


def test_a_password_is_sent_when_there_is_one(content: Content, database: Database, box: Mailbox) -> None:
    box.replies = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "235 come in"}
    smtp = f"smtp://palier%40exemple.fr:p%3A%2Fss@127.0.0.1:{box.port}?tls=none"
    assert posting.read_server(smtp).password == "p:/ss"
    client = client_of(make_app(content, database, smtp, url="http://localhost"))
    leading.send(client, "/login/link", {"email": MARIE})
    assert len(box.letters) == 1 and any(line.startswith("AUTH PLAIN") for line in box.commands)


RUDE = {
    "refuses the address": Mailbox({"RCPT": f"550 no such user {MARIE}"}),
    "refuses the letter": Mailbox({"DATA": "554 spam"}),
    "hangs up": Mailbox({"EHLO": "421 too busy", "HELO": "421 too busy"}),
    "is slow": Mailbox(slow=2),
}


@pytest.mark.parametrize("how", RUDE)
def test_a_letter_that_cannot_leave_is_told(
    content: Content,
    database: Database,
    how: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(posting, "TIMEOUT", 0.2)
    caplog.set_level(logging.DEBUG)
    with listening(RUDE[how]) as box:
        told_once(client_with(content, database, box), caplog)
        assert box.letters == []


def told_once(client: LintingClient, caplog: pytest.LogCaptureFixture) -> None:
    """The request succeeds, the page after it says what happened, the log says nothing of the letter."""
    assert leading.send(client, "/login/link", {"email": MARIE}).status_code == 303
    client.get("/login/sent")
    assert "Le courriel n’a pas pu partir" in client.page.html
    client.get("/login/sent")
    assert "Le courriel n’a pas pu partir" not in client.page.html
    told = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in caplog.records)
    assert "1 letter(s) could not leave" in told
    assert MARIE not in told and "/login/link/" not in told


def test_a_server_that_is_not_there(content: Content, database: Database, caplog: pytest.LogCaptureFixture) -> None:
    with listening(Mailbox()) as box:
        pass
    told_once(client_with(content, database, box), caplog)


def test_an_address_with_accents_stays_one_address(content: Content, database: Database, box: Mailbox) -> None:
    """This server does not take such addresses (RFC 6531): it is told, nothing breaks."""
    client = client_with(content, database, box)
    assert leading.send(client, "/login/link", {"email": "rené@durand.fr"}).status_code == 303
    client.get("/login/sent")
    assert "Le courriel n’a pas pu partir" in client.page.html


def test_nothing_is_sent_in_clear_by_mistake(content: Content, database: Database, box: Mailbox) -> None:
    """A server that offers no STARTTLS gets no letter, unless the setting says so."""
    client = client_of(make_app(content, database, f"smtp://127.0.0.1:{box.port}", url="http://localhost"))
    assert leading.send(client, "/login/link", {"email": MARIE}).status_code == 303
    assert box.letters == [] and not any(line.startswith("MAIL") for line in box.commands)


def test_letters_are_printed_otherwise(
    content: Content, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    client = client_of(make_app(content, database, None, url=None))
    leading.send(client, "/login/link", {"email": MARIE})
    printed = capsys.readouterr().out
    assert f"--- À {MARIE}\nAucun compte à cette adresse\n" in printed
    assert "Elle n’a pas de compte" in printed


@pytest.mark.parametrize("https", [False, True])
def test_a_forged_host_never_goes_into_a_letter(
    content: Content, database: Database, box: Mailbox, https: bool
) -> None:
    known.account(database, MARIE)
    smtp = f"smtp://127.0.0.1:{box.port}?tls=none"
    app = make_app(content, database, smtp, url="https://palier.exemple.fr", https=https)
    client = client_of(app)
    for headers in ({"Host": "ailleurs.fr"}, {"Host": "palier.exemple.fr.ailleurs.fr"}):
        refused = client.post("/login/link", data={"email": MARIE}, headers=headers)
        assert refused.status_code == 400 and "palier" not in refused.text
    asked = {"base_url": "https://palier.exemple.fr", "headers": {"Host": "palier.exemple.fr:8443"}}
    client.get("/login/link", **asked)
    sent = {"email": MARIE, "csrf_token": client.page.field("csrf_token")[0].get("value")}
    assert client.post("/login/link", data=sent, **asked).status_code == 303
    assert "https://palier.exemple.fr/login/link/" in text_of(box.letters[0])


def test_behind_a_proxy_its_host_is_judged_too(content: Content, database: Database, box: Mailbox) -> None:
    app = make_app(content, database, None, url="https://palier.exemple.fr", https=True)
    headers = {"Host": "127.0.0.1:5000", "X-Forwarded-Host": "ailleurs.fr", "X-Forwarded-Proto": "https"}
    assert client_of(app).get("/", headers=headers).status_code == 400
    assert client_of(app).get("/", headers={**headers, "X-Forwarded-Host": "palier.exemple.fr"}).status_code == 200


@pytest.mark.parametrize(
    "smtp",
    [
        "mail.exemple.fr",
        "http://mail.exemple.fr",
        "smtp://",
        "smtp://host:port",
        "smtp://host?tls=maybe",
        "smtp://host:99999",
    ],
)
def test_a_wrong_server_is_told_before_serving(smtp: str) -> None:
    with pytest.raises(UserError, match="PALIER_SMTP"):
        posting.sender(smtp, ORIGIN)


@pytest.mark.parametrize("mail_from", [None, "", "Palier", "palier@", "a@b.fr\nBcc: c@d.fr"])
def test_a_wrong_origin_is_told_before_serving(mail_from: str | None) -> None:
    with pytest.raises(UserError, match="PALIER_MAIL_FROM"):
        posting.sender("smtp://mail.exemple.fr", mail_from)


def test_servers_are_read_as_their_makers_write_them() -> None:
    assert posting.read_server("smtps://a:b@mail.exemple.fr") == posting.Server("mail.exemple.fr", 465, "tls", "a", "b")
    assert posting.read_server("smtp://mail.exemple.fr") == posting.Server("mail.exemple.fr", 587, "starttls")
    assert posting.read_server("smtp://localhost:25?tls=none") == posting.Server("localhost", 25, "none")


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"PALIER_URL": "palier.exemple.fr"}, "PALIER_URL"),
        ({"PALIER_URL": "https://palier.exemple.fr/chez-nous"}, "PALIER_URL"),
        ({"PALIER_URL": "https://moi:secret@palier.exemple.fr"}, "PALIER_URL"),
        ({"PALIER_URL": "ftp://palier.exemple.fr"}, "PALIER_URL"),
        ({"PALIER_SMTP": "smtp://localhost"}, "PALIER_URL"),
        ({"PALIER_HTTPS": "maybe"}, "PALIER_HTTPS"),
    ],
)
def test_a_wrong_setting_is_named(environ: dict[str, str], named: str) -> None:
    with pytest.raises(UserError, match=named):
        load_settings({"DATABASE_URL": "sqlite://", "SECRET_KEY": "x", **environ})


def test_the_address_is_kept_without_its_last_slash() -> None:
    environ = {"DATABASE_URL": "sqlite://", "SECRET_KEY": "x", "PALIER_URL": "https://palier.exemple.fr:8443/"}
    settings = load_settings(environ)
    assert settings.url == "https://palier.exemple.fr:8443"
    assert settings.https, "an address in https means cookies for https alone"
    assert not load_settings({**environ, "PALIER_URL": "http://atelier.local"}).https
