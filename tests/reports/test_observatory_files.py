"""What leaves as files: readable by machines, by spreadsheets and by people, with released values and no other."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from frictionless import Package
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import ReleasedCell, Withheld
from diagnostic.core.release_document import read_release, release_document, seal
from reports.observatory_files import HASHES, LOG, PACKAGE, README, archive, files, workbook_name
from reports.workbook_figures import change
from tests.observatory_samples import sample_catalogue, sample_release, without

KEPT = {
    "status_country",
    "status_size",
    "maturity_country",
    "maturity_form",
    "maturity_grouped",
    "maturity_form_mode",
    "maturity_region",
    "needs_country",
    "skills_size",
    "money_country",
}
Row = Mapping[str, str]
WHYS = ("threshold", "supplier", "alike", "dominance", "audit", "renewal", "withdrawal")


@cache
def few() -> Catalogue:
    """The catalogue in force with some of its tables, so that a workbook is read in a moment."""
    known = sample_catalogue()
    return replace(known, tables=tuple(one for one in known.tables if one.id in KEPT))


@cache
def written(number: int = 1, synthetic: bool = True) -> Mapping[str, bytes]:
    before = sample_release(number - 1, catalogue=few(), synthetic=synthetic) if number > 1 else None
    return files(sample_release(number, catalogue=few(), synthetic=synthetic), few(), before=before)


def rows(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@cache
def book(number: int = 1, synthetic: bool = True) -> openpyxl.Workbook:
    release = sample_release(number, catalogue=few(), synthetic=synthetic)
    return openpyxl.load_workbook(io.BytesIO(written(number, synthetic)[workbook_name(release)]))


def unpack(made: Mapping[str, bytes], folder: Path) -> Path:
    for name, content in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_a_release_is_a_valid_data_package(tmp_path: Path) -> None:
    folder = unpack(written(), tmp_path)
    report = Package(str(folder / PACKAGE)).validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "message"])[:5]
    assert report.stats["tasks"] == len([name for name in written() if name.endswith(".csv")])


def test_a_file_that_was_touched_is_no_longer_what_its_package_says(tmp_path: Path) -> None:
    folder = unpack(written(), tmp_path)
    touched = folder / "maturity_country.csv"
    touched.write_bytes(touched.read_bytes().replace(b"arrondi", b"secret ", 1))
    assert not Package(str(folder / PACKAGE)).validate().valid


def test_the_package_names_its_licence_and_release_and_the_hash_of_each_file() -> None:
    described = json.loads(written()[PACKAGE])
    release = sample_release(catalogue=few())
    assert described["licenses"][0]["name"] == "etalab-2.0"
    assert described["seal"] == seal(release_document(release))
    assert described["created"].startswith(release.on.isoformat())
    for resource in described["resources"]:
        content = written()[resource["path"]]
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)


def test_the_document_of_a_release_has_its_seal_for_hash() -> None:
    release = sample_release(catalogue=few())
    assert sha256(written()["publication-R-1.json"]).hexdigest() == seal(release_document(release))


def test_sums_of_every_file_are_given_as_sha256sum_reads_them() -> None:
    told = dict(reversed(line.split("  ")) for line in written()[HASHES].decode().splitlines())
    assert told == {name: sha256(content).hexdigest() for name, content in written().items() if name != HASHES}


def test_the_same_release_makes_the_same_bytes_read_back_or_not() -> None:
    release = sample_release(2, catalogue=few())
    again = read_release(json.loads(json.dumps(release_document(release))))
    before = sample_release(1, catalogue=few())
    assert files(again, few(), before=before) == written(2)
    assert archive(written(2)) == archive(dict(written(2)))


def test_a_row_tells_codes_and_labels_and_how_to_read_its_value() -> None:
    found = rows(written()["maturity_grouped.csv"])
    release = sample_release(catalogue=few())
    cell = release.table("maturity_grouped").cells[0]  # type: ignore[union-attr]
    label = few().axis("grouped").categories[0].label.fr
    first = next(row for row in found if row["mesure"] == "area")
    assert (first["publication"], first["publiee_le"], first["periode"]) == ("R-1", "2027-01-15", "2026-T4")
    assert (first["secteur_code"], first["secteur_libelle"]) == (cell.codes[0], label)
    assert float(first["valeur"]) == cell.figures[f"area/{first['item']}"]
    assert (first["entreprises"], first["statut"]) == (str(cell.companies), "arrondi")


def test_every_cell_and_series_of_the_release_is_a_row_and_nothing_else_is() -> None:
    for table in sample_release(catalogue=few()).tables:
        assert len(rows(written()[f"{table.id}.csv"])) == len(table.cells) * len(table.series)


def test_nobody_and_too_few_are_the_same_bytes_in_every_file() -> None:
    """A withheld cell says nothing of when it was computed."""
    release = without(sample_release(2, catalogue=few()), "maturity_grouped", few().axis("grouped").categories[3].code)
    leaky = replace(release, tables=tuple(replace(one, cells=tuple(map(_leaky, one.cells))) for one in release.tables))
    assert files(leaky, few()) == files(release, few())


def _leaky(cell):  # type: ignore[no-untyped-def]
    return cell if cell.shown else replace(cell, since=1)


def test_a_withheld_cell_cannot_hold_a_figure() -> None:
    with pytest.raises(ValueError, match="withheld"):
        ReleasedCell(("53",), None, {"area/resources": 3.3}, 1)


def test_a_withheld_cell_has_no_number_and_says_secret() -> None:
    code = few().axis("grouped").categories[3].code
    release = without(sample_release(catalogue=few()), "maturity_grouped", code)
    found = [row for row in rows(files(release, few())["maturity_grouped.csv"]) if row["secteur_code"] == code]
    assert found
    assert {(row["entreprises"], row["valeur"], row["statut"], row["inchange_depuis"]) for row in found} == {
        ("", "", "secret", "")
    }


def test_bands_are_told_as_words_without_a_number() -> None:
    bands = [row for name in written() if name.startswith("status") for row in rows(written()[name])]
    assert {row["statut"] for row in bands} >= {"majorité", "minorité"}
    assert {row["valeur"] for row in bands if row["statut"] != "arrondi"} == {""}


def test_a_figure_shown_again_names_the_release_that_computed_it() -> None:
    since = {row["inchange_depuis"] for row in rows(written(2)["maturity_grouped.csv"])}
    assert since == {"", "R-1"}


def test_synthetic_companies_are_labelled_wherever_a_figure_can_be_copied_from() -> None:
    described = json.loads(written()[PACKAGE])
    assert "synthétiques" in described["title"]
    assert "synthétiques" in described["description"]
    tables = [one.id for one in few().tables]
    assert {row["donnees"] for id in tables for row in rows(written()[f"{id}.csv"])} == {"synthétiques"}
    assert "Données synthétiques" in written()[README].decode()
    assert "synthetique" in workbook_name(sample_release())
    for sheet in book().worksheets[1:]:
        told = [row[-1].value for row in sheet.iter_rows()]
        assert told[0] == "Données"
        assert set(told[1:]) == {"synthétiques"}
        assert "synthétiques" in sheet.oddFooter.left.text


def test_real_companies_are_not() -> None:
    assert "synthétiques" not in json.loads(written(1, False)[PACKAGE])["title"]
    assert {row["donnees"] for row in rows(written(1, False)["status_country.csv"])} == {"réelles"}
    assert b"synth" not in written(1, False)[README]


def test_the_workbook_holds_values_alone_in_sheets_that_are_all_seen() -> None:
    opened = book(2)
    assert [sheet.sheet_state for sheet in opened.worksheets] == ["visible"] * len(opened.worksheets)
    assert {cell.data_type for sheet in opened.worksheets for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
    }
    for sheet in opened.worksheets[1:]:
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes
    parts = zipfile.ZipFile(io.BytesIO(written(2)[workbook_name(sample_release(2))])).namelist()
    assert not [
        name for name in parts if any(word in name for word in ("pivot", "external", "vba", "comment", "drawing"))
    ]


def test_the_workbook_tells_no_number_that_the_csv_files_do_not() -> None:
    """Themes carry the very rows of the files."""
    told = {
        (row["item"], row["entreprises"], row["valeur"])
        for one in few().tables
        for row in rows(written()[f"{one.id}.csv"])
    }
    for sheet in book().worksheets[-5:]:
        heads = [cell.value for cell in sheet[1]]
        places = [heads.index(name) for name in ("Code de l’item", "Entreprises", "Valeur")]
        for row in sheet.iter_rows(min_row=2, values_only=True):
            item, *numbers = (row[place] for place in places)
            assert (item, *("" if one is None else str(one) for one in numbers)) in told


def test_the_release_before_is_beside_where_there_is_one() -> None:
    first = [cell.value for cell in book(1)["Maturité"][1]]
    assert "T−1" not in first
    sheet = book(2)["Maturité"]
    heads = [cell.value for cell in sheet[1]]
    then, moved, read, value = (heads.index(one) for one in ("T−1", "Évolution", "Lecture de l’évolution", "Valeur"))
    found = list(sheet.iter_rows(min_row=2, values_only=True))
    assert any(row[read] == "inchangé depuis R-1" and row[moved] is None for row in found)
    compared = [row for row in found if row[moved] is not None]
    assert compared
    assert all(row[moved] == pytest.approx(row[value] - row[then]) for row in compared)


def test_the_first_sheet_says_how_to_read_the_others_and_what_each_measure_means() -> None:
    guide = book(2).worksheets[0]
    said = {cell.value for row in guide.iter_rows() for cell in row if cell.value}
    assert guide.title == "Lire ce classeur"
    assert {"R-2", "industry40@2026-11", few().version} <= said
    assert {f"Feuille «\u00a0{sheet.title}\u00a0»" for sheet in book(2).worksheets[1:]} <= said
    assert {one.label.fr for one in few().measures} <= {str(text).replace("\u00a0", " ") for text in said}


Told = st.none() | st.sampled_from(["majority", "minority"]) | st.integers(0, 60).map(lambda tenth: tenth / 10)


@given(now=Told, then=Told, since=st.none() | st.just(1))
@settings(max_examples=100)
def test_a_change_is_a_difference_of_two_published_numbers_or_a_reason_why_there_is_none(now, then, since) -> None:  # type: ignore[no-untyped-def]
    found, read = change(now, then, since)
    if isinstance(now, float) and isinstance(then, float) and since is None:
        assert found == pytest.approx(now - then)
    else:
        assert found is None
        assert read


def test_the_log_says_why_in_words_beside_the_files_and_changes_none_of_them() -> None:
    release = sample_release(catalogue=few())
    size = few().axis("size").categories[0]
    log = tuple(Withheld("skills_size", (size.code,), None, why) for why in WHYS)  # type: ignore[arg-type]
    made = dict(files(release, few(), log))
    found = rows(made.pop(LOG))
    assert made == files(release, few())
    assert [row["motif"] for row in found] == list(WHYS)
    assert {(row["codes"], row["libelles"]) for row in found} == {(size.code, size.label.fr)}
    assert not any(letter.isdigit() for row in found for letter in row["motif_libelle"])


def test_files_of_a_catalogue_that_is_no_longer_in_force_name_what_they_can() -> None:
    release = sample_release(catalogue=few())
    today = replace(few(), measures=few().measures[:1], tables=())
    found = rows(files(release, today)["maturity_country.csv"])
    assert {row["mesure_libelle"] for row in found} >= {"area"}
