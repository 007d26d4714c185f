"""Files are sent compressed, pages never: they hold secrets beside words that an address chooses."""

import gzip

import pytest

from diagnostic.web.app import STATIC
from tests.web.linting_client import LintingClient

READS = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("name", ["palier.css", "palier.js", "landings.svg"])
def test_a_text_file_is_compressed_and_the_same(client: LintingClient, name: str) -> None:
    answer = client.get(f"/static/{name}", headers=READS)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.data) < (STATIC / name).stat().st_size
    assert gzip.decompress(answer.data) == (STATIC / name).read_bytes()
    known = client.get(f"/static/{name}", headers={**READS, "If-None-Match": answer.headers["ETag"]})
    assert known.status_code == 304


def test_whoever_does_not_read_gzip_gets_the_file_itself(client: LintingClient) -> None:
    for asked in ({}, {"Accept-Encoding": "gzip;q=0"}, {"Accept-Encoding": "br"}):
        answer = client.get("/static/palier.css", headers=asked)
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert answer.data == (STATIC / "palier.css").read_bytes()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/start",
        "/agreements?q=bois",
        "/d/one_too/result",
        "/static/favicon-180.png",
        "/x",
    ],
)
def test_nothing_else_is(client: LintingClient, address: str) -> None:
    assert "Content-Encoding" not in client.get(address, headers=READS).headers
