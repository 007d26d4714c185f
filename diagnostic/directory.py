"""Asks the public directory of companies about a SIRET, and gives up soon when it does not answer well.

PALIER_DIRECTORY: https://recherche-entreprises.api.gouv.fr, or nothing: companies are then described by hand. Nothing
is sent but the SIRET.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from diagnostic.content.public_directory import MalformedError, read_listing
from diagnostic.core.breaker import Breaker
from diagnostic.core.errors import UserError
from diagnostic.core.model.listing import Listing

WANTED = "siege,matching_etablissements"  # never its directors
MOST_BYTES = 1_000_000
CHUNK = 16_384
OURS = ("127.0.0.1", "localhost")
FORM = "https://recherche-entreprises.api.gouv.fr"

log = logging.getLogger(__name__)


class DirectoryError(Exception):
    """The directory did not answer, or not well: the card is filled in by hand."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, to wait for the next bytes, and for everything, names looked up included."""

    connect: float = 2.0
    read: float = 4.0
    deadline: float = 5.5


USUAL = Patience()


class Directory:
    """One directory, by its address; shared by every request of this process."""

    def __init__(self, address: str, patience: Patience = USUAL) -> None:
        self.address = read_address(address)
        self.patience = patience
        self.breaker = Breaker()
        self.lock = threading.Lock()

    def look_up(self, siret: str, now: datetime) -> Listing | None:
        """What it says of that establishment; None when it knows none of that number. DirectoryError otherwise."""
        with self.lock:
            allowed = self.breaker.attempt(now)
            if allowed is None:
                raise DirectoryError("the directory failed a moment ago")
            self.breaker = allowed
        try:
            found = self._asked_aside(siret)
        except DirectoryError:
            with self.lock:
                self.breaker = self.breaker.failed(now)
            raise
        with self.lock:
            self.breaker = self.breaker.succeeded()
        return found

    def _asked_aside(self, siret: str) -> Listing | None:
        """In a thread that is left to itself after the deadline: no timeout of a socket covers looking up a name, nor a
        server that sends one byte a second."""
        answers: list[Listing | DirectoryError | None] = []

        def ask() -> None:
            try:
                answers.append(self._ask(siret))
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                answers.append(DirectoryError(type(error).__name__))
            except DirectoryError as error:
                answers.append(error)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(self.patience.deadline)
        answer = answers[0] if answers else DirectoryError("too slow")
        if isinstance(answer, DirectoryError):
            log.warning("the company directory did not answer well: %s", answer)
            raise answer
        return answer

    def _ask(self, siret: str) -> Listing | None:
        asked = {"q": siret, "page": "1", "per_page": "1", "minimal": "true", "include": WANTED}
        with requests.Session() as session:
            session.trust_env = urlsplit(self.address).hostname not in OURS  # a proxy, its certificates
            answer = session.get(
                f"{self.address}/search",
                params=asked,
                headers={"Accept": "application/json", "User-Agent": "palier"},
                timeout=(self.patience.connect, self.patience.read),
                allow_redirects=False,
                stream=True,
            )
            with answer:
                if answer.status_code != requests.codes.ok:
                    raise DirectoryError(f"status {answer.status_code}")
                return read_listing(self._body(answer), siret)

    def _body(self, answer: requests.Response) -> bytes:
        """At most `MOST_BYTES`, as they are once decompressed, before the deadline."""
        until, body = monotonic() + self.patience.deadline, bytearray()
        while chunk := answer.raw.read1(CHUNK, decode_content=True):
            body += chunk
            if len(body) > MOST_BYTES:
                raise MalformedError("too long")
            if monotonic() > until:
                raise DirectoryError("too slow")
        return bytes(body)


def read_address(address: str) -> str:
    """Without its last slash; UserError unless it is https (or on this machine), and nothing but an address."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise UserError("réglage refusé", "PALIER_DIRECTORY", FORM) from error
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in OURS)
    if not secure or not host or parts.query or parts.fragment or "@" in parts.netloc:
        raise UserError("réglage refusé", "PALIER_DIRECTORY", FORM)
    return address.rstrip("/")
