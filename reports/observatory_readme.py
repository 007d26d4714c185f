"""LISEZMOI.md: what a folder of a release holds, in a page of French; the essential in English under it."""

from collections.abc import Iterator

from diagnostic.core.language import IN_FRENCH, N_, _, speaking
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import Release
from reports import observatory_words as told
from reports import words

CITED = N_(
    "Observatoire Palier, publication {release} du {day}, entreprises diagnostiquées, non représentatives, Licence "
    "Ouverte 2.0."
)
CITED_SYNTHETIC = N_(
    "Observatoire Palier, publication {release} du {day} (données synthétiques), entreprises diagnostiquées, non "
    "représentatives, Licence Ouverte 2.0."
)


def readme(release: Release, catalogue: Catalogue) -> bytes:
    """Markdown, UTF-8; the same bytes whoever asks."""
    with speaking(IN_FRENCH):
        french = [words.typeset(line) for line in _lines(release, catalogue)]
    return ("\n".join([*french, *_in_english(release)]) + "\n").encode()


def cited(release: Release) -> str:
    """How to name these figures where they are reused."""
    way = CITED_SYNTHETIC if release.synthetic else CITED
    return words.typeset(_(way, release=told.reference(release), day=words.day(release.on)))


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


def _in_english(release: Release) -> Iterator[str]:
    """Written here rather than translated: a file of a release never changes with its readers."""
    yield ""
    yield "## In English"
    yield ""
    if release.synthetic:
        yield "**Synthetic data: these companies do not exist, a program drew them at random.**"
        yield ""
    yield f"Figures of release {told.reference(release)}, published on {release.on.isoformat()}."
    yield "They are of assessed companies, which are not representative of all companies."
    yield "Names of columns, labels and definitions are in French; codes are the same in every language."
    yield ""
    yield "In every CSV file, a row is one figure of one cell. The column `statut` says how to read `valeur`:"
    yield ""
    yield f"- `{told.ROUNDED}`: rounded value."
    yield f"- `{told.MAJORITY}`: more than half of the companies."
    yield f"- `{told.MINORITY}`: half of the companies or fewer, perhaps none."
    yield f"- `{told.SECRET}`: withheld so that no company can be recognised; no company and too few read alike."
    yield ""
    synthetic = " (synthetic data)" if release.synthetic else ""
    yield (
        f"To cite: Observatoire Palier, release {told.reference(release)} of {release.on.isoformat()}{synthetic}, "
        "assessed companies, not representative, Licence Ouverte 2.0."
    )
