"""A directory of companies of our own on a real port: it answers as the public one does, or fails in every way."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

SIRET = "73282932000074"
Answering = Callable[[socket.socket, str], None]


def unit(siret: str = SIRET, **establishment: Any) -> dict[str, Any]:
    """A company as the API « Recherche d’entreprises » tells it, its only establishment included."""
    one = {
        "siret": siret,
        "activite_principale": "25.62B",
        "commune": "42187",
        "libelle_commune": "ROANNE",
        "code_postal": "42300",
        "region": "84",
        "etat_administratif": "A",
        "tranche_effectif_salarie": "12",
        "liste_idcc": ["3248"],
        **establishment,
    }
    name = "MÉCANIQUE DURAND"
    return {
        "siren": siret[:9],
        "nom_complet": f"{name} (MD)",
        "nom_raison_sociale": name,
        "nature_juridique": "5710",
        "siege": one,
        "matching_etablissements": [one],
        "nombre_etablissements": 1,
    }


def individual() -> dict[str, Any]:
    """Somebody who keeps their name out of the public file."""
    return unit(libelle_commune="[ND]") | {"nom_complet": "[NON-DIFFUSIBLE]", "nom_raison_sociale": None}


def document(*units: dict[str, Any]) -> bytes:
    return json.dumps({"results": units, "total_results": len(units), "page": 1, "per_page": 1}).encode()


def message(body: bytes, status: str = "200 OK", *more: str, length: int | None = None) -> bytes:
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {length or len(body)}"]
    return "\r\n".join([*head, "Connection: close", *more, "", ""]).encode() + body


def says(*units: dict[str, Any]) -> Answering:
    return lambda one, _siret: one.sendall(message(document(*units)))


def sends(content: bytes) -> Answering:
    return lambda one, _siret: one.sendall(content)


def hangs(content: bytes = b"") -> Answering:
    """Says that, then nothing more."""

    def answer(one: socket.socket, _siret: str) -> None:
        one.sendall(content)
        time.sleep(20)

    return answer


def drips(content: bytes) -> Answering:
    """One byte after the other, slower than anybody waits."""

    def answer(one: socket.socket, _siret: str) -> None:
        for byte in content:
            one.sendall(bytes([byte]))
            time.sleep(0.1)

    return answer


FAILURES: dict[str, Answering] = {
    "an error": sends(message(b"{}", "500 Internal Server Error")),
    "too many questions": sends(message(b"{}", "429 Too Many Requests", "Retry-After: 1")),
    "silence": hangs(),
    "silence in the middle": hangs(message(document(unit())[:40], length=500)),
    "one byte a moment": drips(message(document(unit()))),
    "one byte of head a moment": drips(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 400),
    "a page": sends(message(b"<!doctype html><title>Maintenance</title>")),
    "other JSON": sends(message(b'{"erreur": "Veuillez indiquer un terme"}')),
    "a list": sends(message(b"[]")),
    "numbers for texts": sends(message(document(unit(commune=42187)))),
    "too deep": sends(message(b"[" * 100_000)),
    "too long": sends(message(b'{"results": [], "x": "' + b"a" * 2_000_000 + b'"}')),
    "a closed door": lambda one, _siret: one.close(),
    "half an answer": sends(message(document(unit())[:40], length=500)),
    "not HTTP": sends(b"220 smtp.exemple.fr ESMTP\r\n"),
    "somebody else": says(unit("55210055400013")),
    "somebody else's SIREN": says(unit() | {"siren": "552100554"}),
    "elsewhere": sends(message(b"", "302 Found", "Location: http://127.0.0.1:9/search")),
    "broken compression": sends(message(b"not gzip", "200 OK", "Content-Encoding: gzip")),
}


@dataclass
class StandIn:
    """`asked`: the SIRETs asked for, in order; `answer`: how it answers from now on."""

    address: str = ""
    answer: Answering = field(default_factory=lambda: says(unit()))
    asked: list[str] = field(default_factory=list)


@contextmanager
def stand_in() -> Iterator[StandIn]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        served = StandIn(f"http://127.0.0.1:{door.getsockname()[1]}")
        threading.Thread(target=_serve, args=(door, served), daemon=True).start()
        yield served


def _serve(door: socket.socket, served: StandIn) -> None:
    with suppress(OSError):
        while True:
            one, _address = door.accept()
            threading.Thread(target=_answer, args=(one, served), daemon=True).start()


def _answer(one: socket.socket, served: StandIn) -> None:
    with suppress(OSError), one:
        line = one.recv(65536).split(b"\r\n", 1)[0].decode()
        siret = parse_qs(urlsplit(line.split(" ")[1]).query)["q"][0]
        served.asked.append(siret)
        served.answer(one, siret)
