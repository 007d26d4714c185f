"""What pa11y and Lighthouse say of the demonstration as it is served, and what its first page weighs."""

import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from benchmarks import interface

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OLDEST_NODE = 20


@pytest.fixture(scope="module")
def demonstration() -> Iterator[str]:
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    if int(node.strip("v\n").partition(".")[0]) < OLDEST_NODE:
        pytest.skip(f"Node {node.strip()} is too old for pa11y: {OLDEST_NODE} or newer is needed")
    interface.install_tools()
    with interface.demonstration() as address:
        yield address


def test_pa11y_finds_nothing(demonstration: str) -> None:
    read = interface.pa11y(demonstration, interface.READ)
    assert len(read) == 2 * len(interface.READ)
    assert [row for row in read if row["issues"]] == []


def test_pa11y_finds_nothing_in_the_leader_s_quarter_of_an_hour(demonstration: str) -> None:
    begun = interface.begin(demonstration)
    read = interface.pa11y(demonstration, [f"{begun.path}/{page}" for page in interface.FLASH], begun.cookie)
    assert len(read) == 2 * len(interface.FLASH)
    assert [row for row in read if row["issues"]] == []


@pytest.mark.parametrize("name", [*interface.MAIN, "flash question"])
def test_lighthouse_is_content(demonstration: str, name: str) -> None:
    """Timings are noisy on a machine that does other things: the best of three, where it takes so many."""
    begun = None if name in interface.MAIN else interface.begin(demonstration)
    path = f"{begun.path}/flash/1" if begun else interface.MAIN[name]
    for _ in range(3):
        found = interface.lighthouse(demonstration, path, begun.cookie if begun else "")
        short = {what: found[what] for what, least in interface.WANTED.items() if found[what] < least}
        if not short:
            return
    raise AssertionError(f"{name}: {found}")


def test_the_first_page_is_light(demonstration: str, chromium: Browser) -> None:
    """Everything that a browser receives for it, as it is sent."""
    page = chromium.new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    received: list[float] = []
    network.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    page.goto(demonstration)
    page.wait_for_load_state("networkidle")
    page.close()
    assert len(received) > 5
    assert sum(received) < interface.HEAVIEST
