"""A day of campaign: 30,000 companies in ten hours ask for 48 saved answers and pages a second. Does one small machine
hold it, and what does saving an answer cost beside a bare insert?

Run `python -m benchmarks.campaign` (about two minutes; k6 comes with the development tools). The server is the real
one (gunicorn, SQLite synchronous=FULL), with k6 beside it on the same machine: the figures are a floor.

1. k6 sends 48 requests a second, whatever the answers take, for one minute: half are answers to one of the twenty
   questions, half look at a page (a question, and once in a while the home page, the overview, the bearing).
2. As fast as eight browsers can: answers saved a second by Palier, and by a bare Flask + SQLAlchemy insert
   (benchmarks/bare_insert.py), in turn; the ratio of the two.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import text

from benchmarks.plans import calibration
from diagnostic.content.assessments import read_assessment
from diagnostic.content.loader import load_content
from diagnostic.core.model.assessment import Assessment, Respondent
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path
from diagnostic.services import accounts, assessing
from diagnostic.services.database import Database
from diagnostic.web.reader import OWN

COMPANIES = 2000
RATE, SECONDS = 48, 60
BROWSERS, RACE_SECONDS, RACES = 8, 8, 3
SECRET = "for this benchmark only"
TIMES = (("median", "med"), ("p95", "p(95)"), ("p99", "p(99)"))
SCRIPT = Path(__file__).with_name("campaign.js")
LEADER = Respondent("leader", "leader")
SEEN = [*(f"/d/{{id}}/flash/{number}" for number in range(1, 21)), "/d/{id}/questions", "/d/{id}/bearing", "/"]


@dataclass(frozen=True)
class Asked:
    """What k6 is told: companies with the cookie and token of their browser; `questions`: the fields of the twenty
    questions, in order; `company_wide`: those asked once for the company."""

    companies: list[dict[str, str | int]]
    questions: list[str]
    company_wide: list[str]


def main() -> None:
    with TemporaryDirectory() as folder:
        content = load_content()
        asked = fill(Path(folder) / "palier.db", content)
        pace = calibration()
        with palier(Path(folder)) as base:
            day = k6(Path(folder), asked, base, arrivals())
        tell_day(day, pace)
        tell_race(*race(Path(folder), asked))


def fill(path: Path, content: Content) -> Asked:
    """Companies that have answered nothing to all of the twenty questions, each open in one browser."""
    database, now = Database(f"sqlite:///{path}"), datetime.now(UTC)
    database.upgrade()
    example = flash(content)
    serializer = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token")
    companies: list[dict[str, str | int]] = []
    with database.session() as session:
        for number in range(COMPANIES):
            id = f"campaign{number:05d}"
            answers = example.answers[: number % (len(example.answers) + 1)]
            assessing.add(session, content, id, replace(example, answers=answers), now)
            record, field = accounts.open_session(session, now), secrets.token_hex(20)
            accounts.save_session(session, record.token, {OWN: id, "csrf_token": field}, now)
            known: dict[str, str | int] = {
                "id": id,
                "cookie": record.token,
                "token": serializer.dumps(field),
                "version": len(answers),
            }
            companies.append(known)
        session.execute(text("UPDATE operations SET author = 'link:' || diagnostic_id"))
        session.commit()
    database.close()
    asked = [one for one in content.questionnaire.capabilities() if "flash" in one.forms]
    return Asked(
        companies,
        [one.id if one.functions is None else f"{one.id}__all" for one in asked],
        [one.id for one in asked if one.functions is None],
    )


def flash(content: Content) -> Assessment:
    """An example company, whose leader has answered the twenty questions alone."""
    example = read_assessment(data_path("questionnaires") / "industry40" / "examples" / "uma_usinage.json", content)
    forms = {one.id: one.forms for one in content.questionnaire.capabilities()}
    once = {answer.item: answer for answer in example.answers if "flash" in forms[answer.item]}
    answers = tuple(
        replace(answer, respondent=LEADER.id, function=answer.function and "all", evidence="declared")
        for answer in once.values()
    )
    return replace(example, form="flash", answers=answers, respondents=(LEADER,), settled=())


@contextmanager
def palier(folder: Path) -> Iterator[str]:
    database = {"DATABASE_URL": f"sqlite:///{folder / 'palier.db'}", "SECRET_KEY": SECRET, "PALIER_VAR": str(folder)}
    port = free_port()
    with served([sys.executable, "-m", "diagnostic", "serve", "--port", str(port)], database, port) as base:
        yield base


@contextmanager
def bare(folder: Path) -> Iterator[str]:
    port = free_port()
    server = [
        "gunicorn",
        "benchmarks.bare_insert:application()",
        "--workers",
        "1",
        "--threads",
        "8",
        "--no-control-socket",
    ]
    database = {"DATABASE_URL": f"sqlite:///{folder / 'bare.db'}"}
    with served([sys.executable, "-m", *server, "--bind", f"127.0.0.1:{port}"], database, port) as base:
        yield base


@contextmanager
def served(command: list[str], settings: dict[str, str], port: int) -> Iterator[str]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=os.environ | settings, **quiet)  # type: ignore[call-overload]
    try:
        wait_for(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urlopen(address, timeout=2)
        except (URLError, OSError) as error:
            if hasattr(error, "code"):
                return
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{address} does not answer")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def arrivals() -> dict[str, Any]:
    return {
        "executor": "constant-arrival-rate",
        "rate": RATE,
        "timeUnit": "1s",
        "duration": f"{SECONDS}s",
        "preAllocatedVUs": 50,
        "maxVUs": 200,
    }


def browsers() -> dict[str, Any]:
    return {"executor": "constant-vus", "vus": BROWSERS, "duration": f"{RACE_SECONDS}s"}


def k6(folder: Path, asked: Asked, base: str, scenario: dict[str, Any], *, race: bool = False) -> dict[str, Any]:
    """The metrics of one run."""
    told, summary = folder / "told.json", folder / "summary.json"
    said = {"base": base, "scenario": scenario, "pages": SEEN, "race": race, "browsers": BROWSERS}
    told.write_text(json.dumps(said | asdict(asked)))
    command = [str(Path(sys.executable).with_name("k6")), "run", "--quiet", "--no-usage-report"]
    subprocess.run(
        [*command, "--summary-export", str(summary), "-e", f"TOLD={told}", str(SCRIPT)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    metrics: dict[str, Any] = json.loads(summary.read_text())["metrics"]
    return metrics


def race(folder: Path, asked: Asked) -> tuple[list[float], list[float]]:
    """Answers saved a second, by Palier and by the bare insert, in turn."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(RACES):
        for serve, found in ((bare, theirs), (palier, ours)):
            with serve(folder) as base:
                metrics = k6(folder, asked, base, browsers(), race=True)
            assert not metrics["checks"]["fails"], "an answer was refused"
            found.append(metrics["http_reqs"]["rate"])
    return ours, theirs


def tell_day(metrics: dict[str, Any], pace: float) -> None:
    print(f"{RATE} requests a second for {SECONDS} s, {COMPANIES} companies; calibration loop {pace:.2f} s")
    for name, place in (("all", ""), ("saves", "{name:save}"), ("pages", "{name:page}")):
        row = metrics[f"http_req_duration{place}"]
        times = ", ".join(f"{told} {row[key]:.0f} ms" for told, key in TIMES)
        print(f"  {name}: {times}")
    late = metrics.get("dropped_iterations", {}).get("count", 0)
    sent, failed = metrics["http_reqs"]["count"], metrics["checks"]["fails"]
    print(f"  {sent} sent, {failed} errors ({100 * failed / sent:.2f} %), {late} not sent in time")


def tell_race(ours: list[float], theirs: list[float]) -> None:
    print(f"as fast as {BROWSERS} browsers can, {RACES} times in turn, answers saved a second:")
    for name, rates in (("Palier", ours), ("bare insert", theirs)):
        print(f"  {name}: {', '.join(f'{rate:.0f}' for rate in rates)}")
    print(f"  ratio {sum(ours) / sum(theirs):.2f}")


if __name__ == "__main__":
    main()
