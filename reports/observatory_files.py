"""Every file of a release: a CSV a table, their datapackage.json, the workbook, how to read them, and their hashes.

The command and the open-data page write these same bytes, in French whoever asks for them. The log of what was
withheld is made beside them, for whoever makes the release: saying why a cell is secret says more about it than the
release may.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256

from diagnostic.core.language import IN_FRENCH, speaking
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import Release, Withheld
from diagnostic.core.release_document import canonical, release_document
from reports import observatory_csv as sheets
from reports.observatory_lines import Names
from reports.observatory_package import package
from reports.observatory_readme import readme
from reports.workbook_observatory import observatory_workbook

PACKAGE, README, HASHES = "datapackage.json", "LISEZMOI.md", "SHA256SUMS"
INTERNAL = "interne/"
LOG = f"{INTERNAL}log.csv"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of ZIP: no file says when it was made


def files(
    release: Release,
    catalogue: Catalogue,
    log: Iterable[Withheld] | None = None,
    before: Release | None = None,
) -> Mapping[str, bytes]:
    """By name, in reading order. `before`: the release of the number before, None for the first. `log` adds
    `interne/log.csv`, not to be published; without it the other files are the same."""
    with speaking(IN_FRENCH):
        return _written(release, catalogue, log, before)


def _written(
    release: Release, catalogue: Catalogue, log: Iterable[Withheld] | None, before: Release | None
) -> Mapping[str, bytes]:
    names = Names(catalogue)
    tables = {f"{table.id}.csv": sheets.table_csv(release, table, names) for table in release.tables}
    others = {"codes.csv": sheets.codes_csv(catalogue), "mesures.csv": sheets.measures_csv(catalogue)}
    if release.denominators:
        others["denominateurs.csv"] = sheets.denominators_csv(release.denominators, names)
    written = tables | others
    found = {
        README: readme(release, catalogue),
        workbook_name(release): observatory_workbook(release, catalogue, before),
        PACKAGE: package(release, catalogue, written),
        document_name(release): canonical(release_document(release)).encode(),
        **written,
    }
    found[HASHES] = "".join(f"{sha256(found[name]).hexdigest()}  {name}\n" for name in sorted(found)).encode()
    return found if log is None else found | {LOG: sheets.log_csv(release, catalogue, log)}


def offered(release: Release, written: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """What anybody may take of `written`, the files of that release, and all of it in one archive."""
    public = {name: content for name, content in written.items() if not name.startswith(INTERNAL)}
    return public | {archive_name(release): archive(public)}


def archive(made: Mapping[str, bytes]) -> bytes:
    """All of them in one ZIP, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in made.items():
            opened.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def archive_name(release: Release) -> str:
    return f"{_stem(release)}.zip"


def document_name(release: Release) -> str:
    """The release itself as one JSON document: its SHA-256 is the release's seal."""
    return f"publication-R-{release.number}.json"


def workbook_name(release: Release) -> str:
    return f"{_stem(release)}.xlsx"


def _stem(release: Release) -> str:
    label = "-synthetique" if release.synthetic else ""
    return f"observatoire-R-{release.number}-{release.quarter}{label}"
