"""The six landings in words: what is held, where the index stands, what the target is."""

from diagnostic.core.model.result import Node
from reports import words
from reports.lines import LandingRow, Landings
from reports.naming import Names


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
    held = "stade à évaluer" if node.stage is None else f"stade {node.stage} acquis"
    index = "" if node.index is None else f", indice {words.index(node.index)} sur 6"
    aim = "" if target is None else f", cible {target}"
    return f"Six paliers{words.FIXED}: {held}{index}{aim}."


def _note(node: Node, target: int | None, missing: int) -> str:
    flag = "" if target is None else " Le fanion marque votre cible."
    if node.index is None:
        low, high = words.index(node.index_low), words.index(node.index_high)
        return f"Pas encore d’indice : avec ce qu’on sait, il se tient entre {low} et {high} sur 6.{flag}"
    held = "Les marches pleines sont acquises : au moins quatre cinquièmes de ce qu’elles demandent sont en place."
    if node.stage == 0:
        held = "Une marche est acquise quand quatre cinquièmes de ce qu’elle demande sont en place."
    return f"{held} Le repère donne votre indice, {words.index(node.index)} sur 6{_between(node, missing)}.{flag}"


def _between(node: Node, missing: int) -> str:
    low, high = words.index(node.index_low), words.index(node.index_high)
    if not missing or low == high:
        return ""
    answers = words.spelled(missing, "réponse manquante", "réponses manquantes", feminine=True)
    article = "la" if missing == 1 else "les"
    answers = answers.removeprefix("une ")
    stages = "" if node.stage_low == node.stage_high else f" (stade {node.stage_low} à {node.stage_high})"
    return f", entre {low} et {high}{stages} selon {article} {answers}"


def _state(node: Node, number: int) -> str:
    if node.reach is None or node.stage is None:
        return "à évaluer"
    if number <= node.stage:
        return "acquis"
    return f"en place à {words.percent(node.reach[number - 1])}"
