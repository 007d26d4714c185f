"""The six landings in words: what is held, where the index stands, what the target is."""

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.result import Node
from reports import words
from reports.lines import LandingRow, Landings
from reports.naming import Names

HELD = N_("Les marches pleines sont acquises : au moins quatre cinquièmes de ce qu’elles demandent sont en place.")
NONE_HELD = N_("Une marche est acquise quand quatre cinquièmes de ce qu’elle demande sont en place.")


def landings_of(names: Names, node: Node, target: int | None, missing: int) -> Landings:
    """The picture of one node; `target` the stage aimed at, `missing` the answers that are not known."""
    stages = names.questionnaire.stages
    return Landings(
        stage=node.stage,
        stage_low=node.stage_low,
        stage_high=node.stage_high,
        index=node.index,
        index_low=node.index_low,
        index_high=node.index_high,
        index_text=None if node.index is None else words.index(node.index),
        target=target,
        names=tuple(names.read(stage.name) for stage in stages),
        label=_label(node, target),
        note=words.typeset(_note(node, target, missing)),
        rows=tuple(
            LandingRow(
                stage.number,
                names.read(stage.name),
                words.capital(names.read(stage.meaning)),
                _state(node, stage.number),
                node.stage is not None and stage.number <= node.stage,
            )
            for stage in stages
        ),
    )


def _label(node: Node, target: int | None) -> str:
    parts = [_("stade à évaluer") if node.stage is None else _("stade {stage} acquis", stage=node.stage)]
    if node.index is not None:
        parts.append(_("indice {index} sur 6", index=words.index(node.index)))
    if target is not None:
        parts.append(_("cible {stage}", stage=target))
    return _("Six paliers\u00a0: {told}.", told=", ".join(parts))


def _note(node: Node, target: int | None, missing: int) -> str:
    parts = [] if target is None else [_("Le fanion marque votre cible.")]
    low, high = words.index(node.index_low), words.index(node.index_high)
    if node.index is None:
        told = _(
            "Pas encore d’indice : avec ce qu’on sait, il se tient entre {low} et {high} sur 6.", low=low, high=high
        )
        return " ".join([told, *parts])
    return " ".join([_(NONE_HELD if node.stage == 0 else HELD), _stands(node, missing), *parts])


def _stands(node: Node, missing: int) -> str:
    index, low, high = (words.index(value) for value in (node.index or 0.0, node.index_low, node.index_high))
    if not missing or low == high:
        return _("Le repère donne votre indice, {index} sur 6.", index=index)
    between = _("entre {low} et {high}", low=low, high=high)
    if node.stage_low != node.stage_high:
        between = _(
            "entre {low} et {high} (stade {stage_low} à {stage_high})",
            low=low,
            high=high,
            stage_low=node.stage_low,
            stage_high=node.stage_high,
        )
    return plural(
        missing,
        "Le repère donne votre indice, {index} sur 6, {between} selon la réponse manquante.",
        "Le repère donne votre indice, {index} sur 6, {between} selon les {number} réponses manquantes.",
        index=index,
        between=between,
        number=words.numeral(missing),
    )


def _state(node: Node, number: int) -> str:
    if node.reach is None or node.stage is None:
        return _("à évaluer")
    if number <= node.stage:
        return _("acquis")
    return _("en place à {share}", share=words.percent(node.reach[number - 1]))
