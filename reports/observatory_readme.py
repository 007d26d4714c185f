"""LISEZMOI.md: what a folder of a release holds, in a page of French."""

from collections.abc import Iterator

from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import Release
from reports import observatory_words as told
from reports import words


def readme(release: Release, catalogue: Catalogue) -> bytes:
    """Markdown, UTF-8."""
    return ("\n".join(words.typeset(line) for line in _lines(release, catalogue)) + "\n").encode()


def cited(release: Release) -> str:
    """How to name these figures where they are reused."""
    label = " (données synthétiques)" if release.synthetic else ""
    return words.typeset(
        f"Observatoire Palier, publication {told.reference(release)} du {words.day(release.on)}{label}, "
        f"{told.NOT_REPRESENTATIVE}, Licence Ouverte 2.0."
    )


def _lines(release: Release, catalogue: Catalogue) -> Iterator[str]:
    yield f"# {told.title(release)}"
    yield ""
    if release.synthetic:
        yield f"**{told.SYNTHETIC}**"
        yield ""
    yield f"Publiée le {words.day(release.on)}. Questionnaire {release.questionnaire}, catalogue {release.catalogue}."
    yield ""
    yield "## Ce qui est compté"
    yield ""
    yield f"- Statuts : {told.COUNTED['recorded']}."
    yield f"- Tout le reste : {told.COUNTED['scored']}."
    yield f"- {told.NOTHING_ALONE}"
    yield f"- {told.ROUNDING}"
    yield f"- {told.UNCHANGED}"
    yield ""
    yield from _files(release, catalogue)
    yield ""
    yield "## Citer"
    yield ""
    yield cited(release)


def _files(release: Release, catalogue: Catalogue) -> Iterator[str]:
    yield "## Les fichiers"
    yield ""
    yield "- `datapackage.json` : la description de chaque fichier CSV (Table Schema) et son empreinte."
    yield "- Le classeur `.xlsx` : les mêmes valeurs, à trier et à filtrer, avec son aide à la lecture."
    number = release.number
    yield f"- `publication-R-{number}.json` : tout, en un document ; son empreinte est celle de la publication."
    yield "- `codes.csv`, `mesures.csv` : les codes et leurs libellés, les mesures et leurs définitions."
    if release.denominators:
        yield "- `denominateurs.csv` : le nombre d’entreprises éligibles, avec sa source et sa date."
    yield "- `SHA256SUMS` : l’empreinte de chaque fichier (`sha256sum -c SHA256SUMS`)."
    for table in release.tables:
        yield f"- `{table.id}.csv` : {told.table_title(catalogue, table)}."
    yield ""
    yield "Dans chaque CSV, une ligne est un chiffre d’une case. La colonne `statut` dit comment lire `valeur` :"
    yield ""
    for state, read in told.READ_STATE.items():
        yield f"- `{state}` : {read}."
