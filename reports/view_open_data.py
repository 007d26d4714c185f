"""What the open-data page says of a release: its files with their sizes and hashes, its licence, how to name it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import FileHead, Head, Release
from reports import observatory_words as told
from reports import words
from reports.observatory_files import HASHES, PACKAGE, README, archive_name, document_name, workbook_name
from reports.observatory_readme import cited
from reports.region_words import quarter

THOUSAND = 1000
KILO, MEGA = "ko", "Mo"


@dataclass(frozen=True, slots=True)
class FileLine:
    name: str
    what: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """`number` for its address; `shown`: the one on the page."""

    number: int
    name: str
    told: str
    seal: str
    shown: bool


@dataclass(frozen=True, slots=True)
class OpenDataView:
    """`whole` and `workbook` are what most people want; `tables` one file a table, `others` what explains them."""

    title: str
    lead: str
    whole: FileLine
    workbook: FileLine
    tables: tuple[FileLine, ...]
    others: tuple[FileLine, ...]
    package: str
    cite: str
    withheld: str
    releases: tuple[ReleaseLine, ...]


def open_data_view(
    release: Release, catalogue: Catalogue, offered: Mapping[str, FileHead], releases: Sequence[ReleaseLine]
) -> OpenDataView:
    """`offered`: every file of the release by name, the archive included; `releases`: the first one first."""
    tables = tuple(_line(f"{one.id}.csv", told.table_title(catalogue, one), offered) for one in release.tables)
    explained = {
        workbook_name(release): "Le classeur du trimestre, à trier et à filtrer",
        "codes.csv": "Codes officiels et libellés de chaque axe",
        "mesures.csv": "Définition de chaque mesure",
        "denominateurs.csv": "Entreprises éligibles, avec la source et la date",
        PACKAGE: "Description des fichiers CSV (Table Schema), colonne par colonne",
        document_name(release): "La publication en un seul document JSON",
        README: "Comment lire ces fichiers",
        HASHES: "Empreintes de tous les fichiers",
    }
    return OpenDataView(
        title=words.typeset(f"{words.count(len(tables), 'tableau', 'tableaux')} à télécharger, libres d’usage."),
        lead=words.typeset(f"{told.reference(release)} est parue le {words.day(release.on)}. {told.NOTHING_ALONE}"),
        whole=_line(archive_name(release), "Tous les fichiers, en une archive", offered),
        workbook=_line(workbook_name(release), "Le classeur du trimestre", offered),
        tables=tables,
        others=tuple(_line(name, what, offered) for name, what in explained.items() if name in offered),
        package=PACKAGE,
        cite=cited(release),
        withheld=words.typeset(words.sentence(f"« secret » : {told.READ_STATE[told.SECRET]}")),
        releases=tuple(reversed(releases)),
    )


def release_line(head: Head, shown: int) -> ReleaseLine:
    """`shown`: the number of the one on the page."""
    label = told.SYNTHETIC_LABEL if head.synthetic else told.REAL_LABEL
    line = f"Parue le {words.day(head.on)}, {quarter(head.quarter)}, données {label}."
    return ReleaseLine(head.number, f"R-{head.number}", line, head.seal, head.number == shown)


def size(count: int) -> str:
    """« 3 ko », « 1,2 Mo »: decimal units."""
    if count < THOUSAND * THOUSAND:
        return f"{words.whole(max(1, count / THOUSAND))}{words.FIXED}{KILO}"
    return f"{words.index(count / THOUSAND / THOUSAND)}{words.FIXED}{MEGA}"


def _line(name: str, what: str, offered: Mapping[str, FileHead]) -> FileLine:
    found = offered[name]
    return FileLine(name, what, size(found.size), found.sha256)
