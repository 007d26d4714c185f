"""What the open-data page says of a release: its files with their sizes and hashes, its licence, how to name it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import FileHead, Head, Release
from reports import observatory_words as told
from reports import words
from reports.observatory_files import HASHES, PACKAGE, README, archive_name, document_name, workbook_name
from reports.observatory_readme import cited
from reports.region_words import quarter

THOUSAND = 1000
SYNTHETIC = N_("Parue le {day}, {quarter}, données synthétiques.")
REAL = N_("Parue le {day}, {quarter}, données réelles.")


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
        workbook_name(release): _("Le classeur du trimestre, à trier et à filtrer"),
        "codes.csv": _("Codes officiels et libellés de chaque axe"),
        "mesures.csv": _("Définition de chaque mesure"),
        "denominateurs.csv": _("Entreprises éligibles, avec la source et la date"),
        PACKAGE: _("Description des fichiers CSV (Table Schema), colonne par colonne"),
        document_name(release): _("La publication en un seul document JSON"),
        README: _("Comment lire ces fichiers"),
        HASHES: _("Empreintes de tous les fichiers"),
    }
    return OpenDataView(
        title=words.typeset(title(len(tables))),
        lead=words.typeset(" ".join([published(release), _(told.NOTHING_ALONE)])),
        whole=_line(archive_name(release), _("Tous les fichiers, en une archive"), offered),
        workbook=_line(workbook_name(release), _("Le classeur du trimestre"), offered),
        tables=tables,
        others=tuple(_line(name, what, offered) for name, what in explained.items() if name in offered),
        package=PACKAGE,
        cite=cited(release),
        withheld=words.typeset(words.sentence(withheld())),
        releases=tuple(reversed(releases)),
    )


def release_line(head: Head, shown: int) -> ReleaseLine:
    """`shown`: the number of the one on the page."""
    way = SYNTHETIC if head.synthetic else REAL
    line = _(way, day=words.day(head.on), quarter=quarter(head.quarter))
    return ReleaseLine(head.number, f"R-{head.number}", line, head.seal, head.number == shown)


def title(tables: int) -> str:
    return plural(
        tables,
        "{number} tableau à télécharger, libres d’usage.",
        "{number} tableaux à télécharger, libres d’usage.",
        number=words.whole(tables),
    )


def published(release: Release) -> str:
    return _("{release} est parue le {day}.", release=told.reference(release), day=words.day(release.on))


def withheld() -> str:
    """What « secret » means in a file."""
    return _("« secret » : {meaning}", meaning=_(told.READ_STATE[told.SECRET]))


def size(count: int) -> str:
    """« 3 ko », « 1,2 Mo »: decimal units."""
    if count < THOUSAND * THOUSAND:
        return _("{size}\u00a0ko", size=words.whole(max(1, count / THOUSAND)))
    return _("{size}\u00a0Mo", size=words.index(count / THOUSAND / THOUSAND))


def _line(name: str, what: str, offered: Mapping[str, FileHead]) -> FileLine:
    found = offered[name]
    return FileLine(name, what, size(found.size), found.sha256)
