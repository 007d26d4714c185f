"""The sentences of the observatory's files: what a release is called, what each figure means, why one is not told.

Files are written once, in French; what pages say too is translated (marked `N_`).
"""

from collections.abc import Mapping

from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.observatory import Catalogue, Measure
from diagnostic.core.model.released import Figure, Release, ReleasedTable
from reports import view_region_frame, words
from reports.region_words import UNTOLD, quarter

SYNTHETIC = view_region_frame.SYNTHETIC
NOT_REPRESENTATIVE = "entreprises diagnostiquées, non représentatives"
SYNTHETIC_LABEL, REAL_LABEL = "synthétiques", "réelles"
SECRET, MAJORITY, MINORITY, ROUNDED = UNTOLD, "majorité", "minorité", "arrondi"
STATES = (ROUNDED, MAJORITY, MINORITY, SECRET)
READ_STATE: Mapping[str, str] = {
    ROUNDED: "valeur arrondie",
    MAJORITY: "plus de la moitié des entreprises",
    MINORITY: "la moitié des entreprises ou moins, aucune peut-être",
    SECRET: N_("non publié, pour qu’aucune entreprise ne soit reconnue ; zéro entreprise et trop peu se lisent ainsi"),
}
COUNTED = {
    "recorded": "les entreprises de SIREN vérifié qu’une organisation a inscrites, un groupe comptant pour une",
    "scored": "les entreprises de SIREN vérifié qui ont consenti et terminé un diagnostic, un groupe comptant pour une",
}
AXES: Mapping[str, str] = {
    "region": "region",
    "department": "departement",
    "zone": "zone_emploi",
    "section": "section",
    "division": "division",
    "grouped": "secteur",
    "size": "taille",
    "intent": "intention",
    "form": "formule",
    "mode": "mode",
    "quarter": "trimestre",
}
MEANS: Mapping[str, str] = {
    "status": N_("Nombre d’entreprises arrivées à ce statut ou au-delà."),
    "reach": N_("Nombre d’entreprises arrivées à ce stade ou au-delà."),
    "area": N_("Moyenne des indices des entreprises dans ce domaine, de 0 à 6."),
    "principle": N_("Moyenne des indices des entreprises dans ce principe, de 0 à 6."),
    "gap": N_(
        "Moyenne, de 0 à 4, des niveaux qui manquent pour la cible entre la personne la mieux formée et le besoin."
    ),
    "people": N_("Nombre de personnes à former à cette compétence pour atteindre les cibles."),
    "symptom": N_("Nombre d’entreprises qui disent cette difficulté gênante (2 ou plus sur 3)."),
    "brake": N_("Nombre d’entreprises qui disent ce frein fort (2 ou plus sur 3)."),
    "blocking": N_("Nombre d’entreprises que ce principe retient d’abord sous le stade suivant."),
    "action": N_("Nombre d’entreprises qui ont retenu cette mesure dans un plan."),
    "device": N_("Total des euros que les plans comptent mobiliser par cette aide."),
}
KINDS: Mapping[str, str] = {
    "indicator": N_("Nombre d’entreprises concernées."),
    "mean": N_("Moyenne des entreprises."),
    "magnitude": N_("Total des entreprises."),
}
WHY: Mapping[str, str] = {
    "threshold": "trop peu d’entreprises, ou aucune",
    "supplier": "trop peu d’entreprises sans celles du conseiller qui en apporte le plus",
    "alike": "les entreprises se ressemblent trop : le chiffre vaudrait pour chacune",
    "dominance": "une entreprise pèse trop dans le total",
    "audit": "le chiffre se déduirait des autres, ou en livrerait un qui est secret",
    "renewal": "trop peu d’entreprises ont changé depuis la publication d’avant",
    "withdrawal": "une entreprise est partie : l’écart avec la publication d’avant la montrerait",
}
ROUNDING = (
    "Les nombres d’entreprises sont arrondis à 5 ou à la dizaine, les moyennes au dixième, les totaux à leur pas ; les "
    "sommes de valeurs arrondies ne tombent pas toujours juste."
)
NOTHING_ALONE = N_(
    "Une case n’est publiée que si assez d’entreprises y sont, et si aucun calcul sur l’ensemble des publications ne "
    "permet de retrouver ce que l’une d’elles a répondu."
)
UNCHANGED = (
    "« Inchangé depuis R-n » : trop peu d’entreprises sont venues depuis la publication R-n pour recalculer la case "
    "sans les montrer ; son chiffre est repris."
)


def reference(release: Release) -> str:
    """« R-3 », the name of a release everywhere."""
    return f"R-{release.number}"


def title(release: Release) -> str:
    label = "[Données synthétiques] " if release.synthetic else ""
    what = f"Observatoire Palier {reference(release)}, {quarter(release.quarter)}"
    return words.typeset(f"{label}{what} : {NOT_REPRESENTATIVE}")


def label_of(release: Release) -> str:
    return SYNTHETIC_LABEL if release.synthetic else REAL_LABEL


def axis_column(axis: str) -> str:
    """How its columns are named in files: « secteur » for `grouped`."""
    return AXES.get(axis, axis)


def definition(measure: Measure) -> str:
    """What a figure of that measure says, in a sentence."""
    return words.typeset(_(MEANS.get(measure.id, KINDS[measure.kind])))


def unit(measure: Measure) -> str:
    """« euros », « entreprises », « de 0 à 6 »; empty where the catalogue names none."""
    if measure.unit:
        return measure.unit.fr
    return {"mean": f"de 0 à {measure.top:g}", "indicator": "entreprises"}.get(measure.kind, "")


def table_title(catalogue: Catalogue, table: ReleasedTable) -> str:
    """As the catalogue names it; its id where that version of the catalogue is not in force any more."""
    named = next((spec.title.read(spoken()) for spec in catalogue.tables if spec.id == table.id), table.id)
    return words.typeset(named)


def state_of(figure: Figure | None) -> str:
    """One word a reader can filter on."""
    if figure is None:
        return SECRET
    if isinstance(figure, str):
        return MAJORITY if figure == "majority" else MINORITY
    return ROUNDED


def number_of(figure: Figure | None) -> float | int | None:
    """The number to print, whole where it is; None for a band or a secret."""
    if figure is None or isinstance(figure, str):
        return None
    return int(figure) if float(figure).is_integer() else figure
