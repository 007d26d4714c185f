"""The first sheet: what the release counts and does not say, each sheet, column and measure, the licence."""

from collections.abc import Iterator, Sequence

from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import Release
from reports import observatory_words as told
from reports import words
from reports.region_words import quarter
from reports.workbook_figures import Compared
from reports.workbook_table import Column, Sheet, Value

NAME = "Lire ce classeur"
LICENCE = (
    "Licence Ouverte 2.0 (Etalab) : ces données se reprennent et se diffusent librement, en citant « Observatoire "
    "Palier », le numéro et la date de la publication."
)
NUMBERS = (
    "Les nombres sont de vrais nombres : ils se trient et se filtrent. Ne les additionnez pas d’une case à l’autre : "
    "ils sont arrondis, et une entreprise est dans plusieurs tableaux."
)


def guide_sheet(compared: Compared, catalogue: Catalogue, sheets: Sequence[Sheet]) -> Sheet:
    return Sheet(
        name=NAME,
        about="",
        columns=(Column("Sujet", 34), Column("Détail", 34), Column("Ce qu’il faut savoir", 100)),
        guide=True,
        rows=(*_release(compared.release), *_reading(compared), *_sheets(sheets), *_measures(catalogue)),
    )


def _release(release: Release) -> Iterator[tuple[Value, ...]]:
    yield words.typeset(told.title(release)), None, None
    if release.synthetic:
        yield None, "Données synthétiques", words.typeset(told.SYNTHETIC)
    yield None, "Publication", told.reference(release)
    yield None, "Publiée le", release.on
    yield None, "Période", quarter(release.quarter)
    yield None, "Questionnaire", release.questionnaire
    yield None, "Catalogue des tableaux", release.catalogue
    if release.previous:
        yield None, "Empreinte de la publication d’avant", release.previous
    if release.denominators:
        source = release.denominators.source
        read = f"{source.title.fr}, au {words.day(source.checked_on)}.{f' {source.url}' if source.url else ''}"
        yield None, "Entreprises éligibles", words.typeset(read)
    yield None, "Licence", words.typeset(LICENCE)


def _reading(compared: Compared) -> Iterator[tuple[Value, ...]]:
    yield "Comment lire", None, None
    about = f"{words.capital(told.NOT_REPRESENTATIVE)} : elles se sont portées volontaires."
    yield None, "Qui", words.typeset(about)
    for population, name in (("recorded", "Entreprises inscrites"), ("scored", "Entreprises diagnostiquées")):
        yield None, name, words.typeset(words.sentence(told.COUNTED[population]))
    yield None, "Secret", words.typeset(told.NOTHING_ALONE)
    yield None, "Arrondis", words.typeset(told.ROUNDING)
    yield None, "Inchangé", words.typeset(told.UNCHANGED)
    before = compared.before
    then = f"La publication d’avant, {told.reference(before)}." if before else "Il n’y a pas de publication d’avant."
    yield None, "T−1", words.typeset(then)
    yield None, "Nombres", words.typeset(NUMBERS)
    for state, read in told.READ_STATE.items():
        yield None, words.capital(state), words.typeset(words.sentence(read))


def _sheets(sheets: Sequence[Sheet]) -> Iterator[tuple[Value, ...]]:
    said: set[tuple[str, str]] = set()
    for sheet in sheets:
        yield f"Feuille {words.quoted(sheet.name)}", None, words.typeset(sheet.about)
        for column in sheet.columns:
            if column.help and (column.name, column.help) not in said:
                said.add((column.name, column.help))
                yield None, column.name, words.typeset(column.help)


def _measures(catalogue: Catalogue) -> Iterator[tuple[Value, ...]]:
    yield "Définition des mesures", None, None
    for measure in catalogue.measures:
        yield None, words.typeset(measure.label.fr), told.definition(measure)
