"""Files that are cut, disguised or made to exhaust the machine: refused at once, before they are opened."""

import random
import re
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest

from diagnostic.content import matrix_xlsx, sheet_cells, sheet_safety
from diagnostic.content.matrix_file import read_file
from diagnostic.core.model.assessment import Person
from diagnostic.core.model.catalogue import Content
from tests.content.sheets import EMPTY, TEAM, as_is, repacked, saved, sheet, told


def test_workbooks_that_are_cut_or_empty(content: Content) -> None:
    whole = sheet(TEAM)
    for size in (30, len(whole) // 2, len(whole) - 10):
        assert "abîmé ou incomplet" in told(content, whole[:size])
    assert "vide" in told(content, sheet([]))


def test_a_part_that_is_not_xml(content: Content) -> None:
    broken = repacked(sheet(TEAM), lambda name, text: text[:200] if "sheet1" in name else text)
    assert "abîmé ou incomplet" in told(content, broken)


def test_a_workbook_without_its_parts(content: Content) -> None:
    def emptied(name: str, text: bytes) -> bytes:
        return b"<styleSheet/>" if name == "xl/workbook.xml" else text

    assert "ce classeur" in told(content, repacked(sheet(TEAM), emptied))


def test_a_macro_and_other_archives(content: Content) -> None:
    assert "macros" in told(content, repacked(sheet(TEAM), as_is, (("xl/vbaProject.bin", b"..."),)))
    other = BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "n’est pas un classeur .xlsx" in told(content, other.getvalue())


def test_a_bomb_is_refused_before_it_is_opened(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = repacked(sheet(TEAM), as_is, (("xl/bomb.xml", b"<a>" + b" " * 30_000_000 + b"</a>"),))
    assert len(bomb) < 100_000
    monkeypatch.setattr(sheet_safety, "_check_xml", lambda *_parts: pytest.fail("opened"))
    assert "trop gros une fois ouvert" in told(content, bomb)
    many = repacked(sheet(TEAM), as_is, tuple((f"xl/p{number}.xml", b"<a/>") for number in range(400)))
    assert "trop gros une fois ouvert" in told(content, many)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW = "<row>" + "<c/>" * 15_000 + "</row>"


def with_parts(parts: dict[str, str], noise: int = 0) -> bytes:
    """A workbook of those parts besides its own, and of `noise` bytes that nothing packs."""
    picture = ("xl/media/noise.png", b"\x89PNG" + random.Random(1).randbytes(noise))
    added = tuple((name, text.encode()) for name, text in parts.items())
    return repacked(sheet(TEAM), as_is, (*added, *([picture] if noise else [])))


def cells(rows: int, before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{ROW * rows}</sheetData></worksheet>'


def sheets_of_empty_cells(noise: int, before: str = "", name: str = "xl/worksheets/s{}.xml") -> bytes:
    return with_parts({name.format(number): cells(10, before) for number in range(39)}, noise)


MANY_PARTS = {
    "39 sheets of 150 000 empty cells": (lambda: sheets_of_empty_cells(0), "trop gros une fois ouvert"),
    "the same, beside a picture": (lambda: sheets_of_empty_cells(100_000), "trop de cellules"),
    "the same, behind blanks and under another name": (
        lambda: sheets_of_empty_cells(100_000, " " * 100, "xl/worksheets/s{}.dat"),
        "trop de cellules",
    ),
    "rules in every part": (
        lambda: with_parts(
            {f"xl/p{number}.xml": f"<a>{'<b/>' * 11_000}</a>" for number in range(10)},
            10_000,
        ),
        "trop de cellules ou de mises en forme",
    ),
}


@pytest.mark.parametrize(("made", "expected"), MANY_PARTS.values(), ids=MANY_PARTS.keys())
def test_a_bomb_in_many_small_parts_is_refused_at_once(
    content: Content, monkeypatch: pytest.MonkeyPatch, made: Callable[[], bytes], expected: str
) -> None:
    bomb = made()
    monkeypatch.setattr(matrix_xlsx, "first_sheet", lambda *_parts: pytest.fail("parsed"))
    began = time.process_time()
    tracemalloc.start()
    try:
        assert expected in told(content, bomb)
        assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < 3


def test_a_part_that_many_sheets_share_is_parsed_once(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    def shared(name: str, text: bytes) -> bytes:
        one = re.search(rb"<sheet [^>]*/>", text)
        if name == "xl/workbook.xml" and one:
            return text.replace(one[0], one[0] * 500)
        return re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", text) if "sheet1" in name else text

    parsed = []
    parse = sheet_cells._Parser.parse
    monkeypatch.setattr(sheet_cells._Parser, "parse", lambda parser: parsed.append(1) or parse(parser))
    assert "vide" in told(content, repacked(sheet(TEAM), shared))
    assert len(parsed) == 1


def test_sheets_that_are_not_read_are_not_parsed(content: Content) -> None:
    book = openpyxl.load_workbook(BytesIO(sheet(TEAM)))
    book.create_sheet("Autre").append(["peu importe"])
    spoilt = repacked(saved(book), lambda name, text: text.replace(b'r="A1"', b'r="1A"') if "sheet2" in name else text)
    assert read_file(content, spoilt, EMPTY).matrix.people == read_file(content, sheet(TEAM), EMPTY).matrix.people


def test_a_long_formula_shared_by_many_cells_is_not_worked_out(content: Content) -> None:
    def formulas(name: str, text: bytes) -> bytes:
        long = b'<c r="D2"><f t="shared" si="0" ref="D2:D9">' + b"A1+" * 20_000 + b"A1</f></c>"
        row = b'<row r="9">' + long + b'<c><f t="shared" si="0"/></c>' * 2_000 + b"</row></sheetData>"
        return text.replace(b"</sheetData>", row) if "sheet1" in name else text

    began = time.process_time()
    assert "trop" in told(content, repacked(sheet(TEAM), formulas))
    assert time.process_time() - began < 3


def test_entities_and_document_types_are_refused(content: Content) -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'

    def with_entity(name: str, text: bytes) -> bytes:
        return text.replace(b"<worksheet", laughs + b"<worksheet", 1) if "sheet1" in name else text

    assert "définitions cachées" in told(content, repacked(sheet(TEAM), with_entity))


def test_a_sheet_under_another_name_is_checked_as_well(content: Content) -> None:
    hidden = sheet(TEAM).replace(b"sheet1.xml", b"sheet1.bin")
    renamed = repacked(
        hidden,
        lambda name, text: text.replace(b"sheet1.xml", b"sheet1.bin").replace(
            b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "ha">]><worksheet', 1
        ),
    )
    assert "définitions cachées" in told(content, renamed)


def test_a_text_file_that_starts_like_an_archive(content: Content) -> None:
    assert read_file(content, b"PK;Soudure\nMD;3", EMPTY).matrix.people == (Person("MD"),)


def test_a_password_on_the_archive(content: Content) -> None:
    locked = bytearray(sheet(TEAM))
    at = 0
    while (at := locked.find(b"PK\x01\x02", at)) >= 0:
        locked[at + 8] |= 1
        at += 4
    assert "mot de passe" in told(content, bytes(locked))


def test_too_many_formatted_cells(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_safety, "MAX_CELLS", 10)
    assert "trop de cellules" in told(content, sheet(TEAM))
