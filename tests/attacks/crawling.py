"""Everything that the observatory's pages lead to, as a reader who follows every link receives it."""

import re
from html import unescape

from flask.testing import FlaskClient

MOST = 400
LINK = re.compile(r'(?:href|src|action)="(/observatoire[^"#]*)"')


def crawled(client: FlaskClient, most: int = MOST) -> dict[str, bytes]:
    """Every address that the observatory's pages lead to, in the client's language: answer, headers and status."""
    found: dict[str, bytes] = {}
    waiting = ["/observatoire"]
    while waiting and len(found) < 2 * most:
        address = waiting.pop(0)
        if address in found:
            continue
        answer = client.get(address)
        found[address] = answer.data
        found[f"{address} (headers)"] = f"{answer.status}\n{answer.headers}".encode()
        if answer.mimetype == "text/html":
            waiting += [one for one in map(unescape, LINK.findall(answer.text)) if "lang=" not in one]
    return found
