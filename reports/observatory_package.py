"""The datapackage.json of a release: each CSV with its Table Schema, its size and hash, under Licence Ouverte 2.0."""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import Release, ReleasedTable
from diagnostic.core.release_document import release_document, seal
from reports import observatory_csv as sheets
from reports import observatory_words as told
from reports import words

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
LICENCE: dict[str, Json] = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
KEYWORDS: list[Json] = ["industrie 4.0", "maturité numérique", "compétences", "PME", "formation"]
TEXTS: Mapping[str, tuple[str, str]] = {
    "publication": ("Publication", "Numéro de la publication, jamais repris ni corrigé."),
    "publiee_le": ("Publiée le", "Jour de la publication."),
    "periode": ("Période", "Trimestre de la publication."),
    "donnees": ("Données", "« synthétiques » : entreprises tirées par un générateur, aucune n’existe."),
    "mesure": ("Mesure", "Ce qui est mesuré ; sa définition est dans mesures.csv."),
    "mesure_libelle": ("Mesure, libellé", "La mesure en clair."),
    "item": ("Item", "Le statut, le stade, le domaine, la compétence, l’aide…"),
    "item_libelle": ("Item, libellé", "L’item en clair."),
    "unite": ("Unité", "Unité de la valeur."),
    "entreprises": ("Entreprises", "Nombre d’entreprises de la case, arrondi à 5 ou à la dizaine ; vide si secret."),
    "valeur": ("Valeur", "Valeur arrondie ; vide si le statut n’est pas « arrondi »."),
    "statut": ("Statut", "arrondi ; majorité (plus de la moitié) ; minorité (la moitié ou moins) ; secret."),
    "inchange_depuis": ("Inchangé depuis", "Publication plus ancienne dont la case est reprise."),
    "axe": ("Axe", "Identifiant de l’axe."),
    "axe_libelle": ("Axe, libellé", "L’axe en clair."),
    "code": ("Code", "Code officiel (Insee, NAF) ou du catalogue."),
    "libelle": ("Libellé", "Le code en clair."),
    "code_parent": ("Code parent", "Code qui le contient, dans l’axe au-dessus."),
    "nature": ("Nature", "moyenne, nombre d’entreprises ou total."),
    "population": ("Population", "Qui est compté."),
    "definition": ("Définition", "Ce que dit la valeur."),
    "source": ("Source", "D’où vient le nombre."),
    "date_source": ("Date de la source", "Jour où la source a été lue."),
}
TYPES: Mapping[str, str] = {
    "publiee_le": "date",
    "date_source": "date",
    "entreprises": "integer",
    "valeur": "number",
}
MAY_BE_EMPTY = ("unite", "entreprises", "valeur", "inchange_depuis", "code_parent")
PATTERNS = {"publication": r"R-[1-9][0-9]*", "inchange_depuis": r"R-[1-9][0-9]*"}


def package(release: Release, catalogue: Catalogue, written: Mapping[str, bytes]) -> bytes:
    """`written`: the CSV files of the release by name. JSON, the same bytes for the same release."""
    about = (words.typeset(told.SYNTHETIC) + " ") if release.synthetic else ""
    asked: dict[str, Json] = {
        "profile": "data-package",
        "name": f"palier-observatoire-r-{release.number}",
        "title": told.title(release),
        "description": about + words.typeset(f"{told.NOTHING_ALONE} {told.ROUNDING}"),
        "version": f"{release.number}.0.0",
        "created": f"{release.on.isoformat()}T00:00:00Z",
        "licenses": [LICENCE],
        "keywords": KEYWORDS,
        "contributors": [{"title": "Palier", "role": "publisher"}],
        "sources": list(_sources(release)),
        "synthetic": release.synthetic,
        "catalogue": release.catalogue,
        "questionnaire": release.questionnaire,
        "quarter": release.quarter,
        "seal": seal(release_document(release)),
        "previous": release.previous,
        "resources": list(_resources(release, catalogue, written)),
    }
    return f"{json.dumps(asked, ensure_ascii=False, indent=2)}\n".encode()


def _sources(release: Release) -> Iterator[Json]:
    drawn = "tirées par un générateur documenté" if release.synthetic else "diagnostiquées avec Palier"
    yield {"title": f"Réponses d’entreprises {drawn}, questionnaire {release.questionnaire}"}
    if release.denominators:
        source = release.denominators.source
        told_source: dict[str, Json] = {"title": words.typeset(f"{source.title.fr}, lu le {source.checked_on}")}
        yield told_source | ({"path": source.url} if source.url else {})


def _resources(release: Release, catalogue: Catalogue, written: Mapping[str, bytes]) -> Iterator[dict[str, Json]]:
    for table in release.tables:
        schema = _schema(_fields(sheets.columns(table), _known(table)), _keys(table))
        yield _resource(table.id, told.table_title(catalogue, table), _about(release, table), schema, written)
    others = {
        "codes": ("Codes et libellés des axes", sheets.CODES, ["axe", "code"]),
        "mesures": ("Mesures et définitions", sheets.MEASURES, ["mesure", "item"]),
        "denominateurs": ("Entreprises éligibles", sheets.ELIGIBLE, ["axe", "code"]),
    }
    for name, (label, heads, key) in others.items():
        if f"{name}.csv" in written:
            schema = _schema(_fields(heads, {}), key)
            yield _resource(name, label, label, schema, written)


def _resource(
    name: str, title: str, about: str, schema: dict[str, Json], written: Mapping[str, bytes]
) -> dict[str, Json]:
    content = written[f"{name}.csv"]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "title": title,
        "description": words.typeset(about),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": schema,
    }


def _about(release: Release, table: ReleasedTable) -> str:
    label = f"{told.SYNTHETIC} " if release.synthetic else ""
    return f"{label}Compte {told.COUNTED[table.population]} ({told.NOT_REPRESENTATIVE})."


def _known(table: ReleasedTable) -> dict[str, list[str]]:
    """The codes that each column of the table may hold."""
    ranks = range(len(table.axes))
    found = {
        f"{told.axis_column(axis)}_code": sorted({cell.codes[rank] for cell in table.cells})
        for rank, axis in zip(ranks, table.axes, strict=True)
    }
    return found | {"statut": list(told.STATES), "donnees": [told.SYNTHETIC_LABEL, told.REAL_LABEL]}


def _keys(table: ReleasedTable) -> list[str]:
    return [*(f"{told.axis_column(axis)}_code" for axis in table.axes), "mesure", "item"]


def _schema(fields: Iterable[dict[str, Json]], key: Iterable[str]) -> dict[str, Json]:
    return {"fields": list(fields), "missingValues": [""], "primaryKey": list(key)}


def _fields(heads: Iterable[str], known: Mapping[str, list[str]]) -> Iterator[dict[str, Json]]:
    for head in heads:
        title, about = TEXTS.get(head) or _axis_texts(head)
        required: dict[str, Json] = {} if head in MAY_BE_EMPTY else {"required": True}
        allowed: dict[str, Json] = {"enum": list(known[head])} if head in known else {}
        pattern: dict[str, Json] = {"pattern": PATTERNS[head]} if head in PATTERNS else {}
        least: dict[str, Json] = {"minimum": 0} if head in ("entreprises", "valeur") else {}
        field: dict[str, Json] = {"name": head, "type": TYPES.get(head, "string"), "title": title}
        yield field | {"description": words.typeset(about), "constraints": required | allowed | pattern | least}


def _axis_texts(head: str) -> tuple[str, str]:
    axis, _, part = head.rpartition("_")
    named = axis.replace("_", " ").capitalize()
    return (named, "Code.") if part == "code" else (f"{named}, libellé", "Le code en clair.")
