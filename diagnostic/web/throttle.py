"""The doors of this application that are tried too often: whose, and from which network."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from diagnostic.core.errors import UserError
from diagnostic.services import throttling
from diagnostic.services.database import Session
from diagnostic.services.throttling import AtMost, TooManyError
from diagnostic.web import journal
from diagnostic.web.extensions import db, keep_refused, now, wiring
from diagnostic.web.reader import person

IPV6_SUBSCRIBER = 64  # what one subscriber is given
LETTERS = AtMost(30, timedelta(hours=1))
STARTS = AtMost(120, timedelta(hours=1))
LOOKUPS = AtMost(60, timedelta(hours=1))
PHOTOS = AtMost(120, timedelta(hours=1))


def key(kind: str, who: str) -> str:
    """A key that means nothing without our secret."""
    return hmac.digest(wiring().settings.secret_key.encode(), f"{kind}\n{who}".encode(), sha256).hex()


def network() -> str:
    """Where the request comes from: an IPv4 address, or an IPv6 /64."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((address, IPV6_SUBSCRIBER), strict=False))
    return str(address)


def count(kind: str, who: str | None = None) -> None:
    """Count a try at that door before it is judged; TooManyError when it must wait. `who`: an account, an address."""
    throttling.check(db(), key(f"{kind}/network", network()), now(), throttling.NETWORK)
    if who is not None:
        throttling.check(db(), key(kind, who), now(), throttling.ACCOUNT)


def letter(email: str) -> None:
    """Count a letter that this network asks for: so many an hour. From one place, somebody else's address is soon
    written to no more; from another, its owner still has theirs. TooManyError."""
    throttling.check(db(), key("letter/network", network()), now(), LETTERS)
    throttling.check(db(), key("letter/address", email), now(), LETTERS)
    throttling.check(db(), key("letter", f"{network()}\n{email}"), now())


def letter_arrived(email: str) -> None:
    """Its secret has come back: whoever asked reads that mailbox."""
    throttling.succeeded(db(), key("letter", f"{network()}\n{email}"))


def invitation(field: str = "email") -> None:
    """Count a letter to somebody else, asked for without an account. UserError on `field`, which holds the address."""
    if person() is not None:
        return
    try:
        throttling.check(db(), key("letter/network", network()), now(), LETTERS)
    except TooManyError as error:
        raise UserError(error.message, field) from error


def photo() -> None:
    """Count a photo kept for somebody without an account: diagnostics are free to start, disks are not. UserError on
    `photo`."""
    if person() is not None:
        return
    try:
        throttling.check(db(), key("photo/network", network()), now(), PHOTOS)
    except TooManyError as error:
        raise UserError(error.message.rstrip("."), "photo") from error


def start() -> None:
    """Count a diagnostic that this network starts; TooManyError."""
    throttling.check(db(), key("start/network", network()), now(), STARTS)


def look_up(session: Session) -> None:
    """Count a question that this network has us ask of the public directory; TooManyError. In a transaction of its
    own: the directory is asked outside any."""
    throttling.check(session, key("lookup/network", network()), now(), LOOKUPS)


def opened(kind: str, who: str | None = None) -> None:
    """It was the right one."""
    throttling.take_back(db(), key(f"{kind}/network", network()), now())
    if who is not None:
        throttling.succeeded(db(), key(kind, who))


def refused(kind: str, who: str | None = None) -> None:
    """It was a wrong one: told to the journal, and kept although the answer is a refusal."""
    at: datetime = now()
    if who is not None:
        throttling.failed(db(), key(kind, who), at)
    journal.note("session.refused", kind=kind)
    keep_refused()
