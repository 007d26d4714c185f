"""What readers from outside say of the pages of the demonstration: pa11y (axe and HTML CodeSniffer), Lighthouse.

    .venv/bin/python -m benchmarks.interface

Installs the npm tools of tests/npm when they are missing; Chromium is the system's.
"""

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "tests" / "npm"
EXAMPLE = "/d/one_too"
MAIN = {
    "home": "/",
    "question": f"{EXAMPLE}/questions/digital_capability",
    "result": f"{EXAMPLE}/result",
    "plan": f"{EXAMPLE}/plan",
}
READ = (
    *MAIN.values(),
    "/start", "/resume", "/login", "/aides", "/aides/toutes", "/agreements?q=bois", "/privacy",
    "/accessibility", "/pages", "/gallery", "/nowhere",
    *(f"{EXAMPLE}/{page}" for page in ("company", "entry", "questions", "target", "skills", "matrix", "prepare")),
    *(f"{EXAMPLE}/{page}" for page in ("review", "views", "together", "sign", "follow", "proofs", "history")),
)  # fmt: skip
FLASH = ("link", "flash/difficulties", "flash/1", "bearing", "questions")
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100}
HEAVIEST = 120_000
PATIENCE = 60


def chromium() -> str:
    found = os.environ.get("PALIER_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "Chromium is missing: install it, or name it in PALIER_CHROMIUM"
    return found


def install_tools() -> None:
    """As the lock file says; Chromium is the system's, so none is downloaded."""
    if not (TOOLS / "node_modules" / "pa11y").exists():
        quiet = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=TOOLS, env=quiet, check=True)


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of `palier demo`, on a database of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        here = {**os.environ, "PALIER_VAR": folder}
        here.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "diagnostic", "demo", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield answering(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def answering(address: str) -> str:
    for _ in range(PATIENCE * 4):
        try:
            with urlopen(address):
                return address
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the demonstration does not start")


@dataclass(frozen=True, slots=True)
class Begun:
    """A quarter of an hour's diagnostic just begun: the beginning of its addresses, the cookie of whoever leads it."""

    path: str
    cookie: str


def begin(address: str) -> Begun:
    """As a leader begins, on the demonstration."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.open(f"{address}/start").read().decode())
    assert found, "the first form has no token"
    typed = {"csrf_token": found[1], "name": "Mécanique Durand", "headcount": "30", "region": "84", "form": "flash"}
    came_to = urlsplit(browser.open(f"{address}/start", urlencode(typed).encode()).url).path
    assert came_to.startswith("/d/"), "the first form was refused"
    return Begun(came_to.rpartition("/")[0], "; ".join(f"{one.name}={one.value}" for one in jar))


def pa11y(address: str, paths: Sequence[str], cookie: str = "") -> list[dict[str, object]]:
    """For each page, light then dark: {address, scheme, issues}."""
    command = ["node", "pa11y_pages.mjs", chromium(), *(f"{address}{path}" for path in paths)]
    sent = {**os.environ, "PALIER_COOKIE": cookie}
    told = subprocess.run(command, cwd=TOOLS, env=sent, check=True, capture_output=True, text=True).stdout
    read: list[dict[str, object]] = json.loads(told)
    return read


def lighthouse(address: str, path: str, cookie: str = "") -> Mapping[str, float]:
    """The three scores of a page, out of 100, and this machine's calibration (`cpu`: Lighthouse's benchmark index)."""
    with tempfile.NamedTemporaryFile(suffix=".json") as kept:
        command = [
            "node_modules/.bin/lighthouse", f"{address}{path}", "--quiet", "--output=json",
            f"--output-path={kept.name}", "--chrome-flags=--headless=new --no-sandbox",
            f"--only-categories={','.join(WANTED)}",
            *((f"--extra-headers={json.dumps({'Cookie': cookie})}",) if cookie else ()),
        ]  # fmt: skip
        subprocess.run(
            command, cwd=TOOLS, env={**os.environ, "CHROME_PATH": chromium()}, check=True, capture_output=True
        )
        told = json.loads(Path(kept.name).read_text(encoding="utf-8"))
    scores = {name: round(100 * told["categories"][name]["score"]) for name in WANTED}
    return {**scores, "cpu": told["environment"]["benchmarkIndex"]}


def median_of(runs: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def main() -> None:
    install_tools()
    with demonstration() as address:
        print(f"{'Lighthouse 13':30}{'performance':>13}{'accessibility':>15}{'practices':>11}{'CPU index':>11}")
        begun = begin(address)
        pages = [(name, path, "") for name, path in MAIN.items()]
        for name, path, cookie in (*pages, ("flash question", f"{begun.path}/flash/1", begun.cookie)):
            found = median_of([lighthouse(address, path, cookie) for _ in range(3)])
            scores = "".join(f"{found[what]:>{width}.0f}" for what, width in zip(found, (13, 15, 11, 11), strict=True))
            print(f"{name:30}{scores}")
        print(f"\n{'pa11y 9 (axe + HTML CodeSniffer)':60}{'scheme':>8}{'issues':>8}")
        own = [f"{begun.path}/{page}" for page in FLASH]
        for row in (*pa11y(address, READ), *pa11y(address, own, begun.cookie)):
            issues = row["issues"]
            assert isinstance(issues, list)
            print(f"{str(row['address']).removeprefix(address):60}{row['scheme']:>8}{len(issues):>8}")


if __name__ == "__main__":
    main()
