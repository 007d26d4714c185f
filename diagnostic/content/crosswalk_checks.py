"""What must hold of `industry40/crosswalks/*.yaml`: ids that exist, values that an item may take, nothing left out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from diagnostic.content.crosswalk_schema import DMA
from diagnostic.content.problem import Problem, nearest, one_of
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.crosswalk import Correspondence, Dma, DmaItem, DmaQuestion, Link
from diagnostic.core.model.questionnaire import TOP_RUNG, Capability

STEPS: Mapping[str, tuple[float, ...]] = {"tick": (0, 1), "scale": (0, 1, 2, 3, 4, 5), "degree": (0, 0.5, 1)}
TOP_SKILL, TOP_PRACTICE = 4, 3


def crosswalk_problems(content: Content) -> Iterator[Problem]:
    """Ids that point nowhere, values out of an item's steps, capabilities that a model forgets."""
    walks = content.crosswalks
    if walks is None:
        return
    yield from _dma(content, walks.dma)
    for model in (walks.siri, walks.impuls):
        yield from _correspondence(content, model)


def _dma(content: Content, dma: Dma) -> Iterator[Problem]:
    boxes = sum(1 for _ in dma.boxes())
    if boxes != dma.expected_boxes:
        yield Problem(
            f"{DMA}: boxes",
            _("{boxes} éléments dans le fichier", boxes=boxes),
            _("attendu : {expected}", expected=dma.expected_boxes),
        )
    yield from _twice(f"{DMA}: dimensions", (dimension.id for dimension in dma.dimensions))
    yield from _twice(f"{DMA}: questions", (question.id for question in dma.questions()))
    for question in dma.questions():
        place = f"{DMA}: {question.id}"
        yield from _twice(place, (item.id for item in question.items))
        yield from _twice(f"{place}.columns", (column.id for column in question.columns))
        if question.unlinked is None and any(not box.links for box in question.boxes()):
            yield Problem(f"{place}.unlinked", _("clé manquante : un élément n’a aucun lien, il faut dire pourquoi"))
        for item in question.items:
            yield from _item(content, question, item)


def _item(content: Content, question: DmaQuestion, item: DmaItem) -> Iterator[Problem]:
    place = f"{DMA}: {question.id}.{item.id}"
    others = [other.id for other in question.items if other is not item and not other.negative]
    for id in item.excludes:
        yield from _unknown(f"{place}.excludes", id, others)
    if item.excludes and not item.negative:
        yield Problem(f"{place}.excludes", _("seulement pour un élément négatif"), "negative: true")
    if item.negative and (question.columns or question.kind != "tick"):
        yield Problem(f"{place}.negative", _("seulement dans une question à cases, sans colonnes"), "kind: tick")
    for index, link in enumerate(item.links):
        yield from _link(content, question, link, f"{place}.links[{index}]")


def _link(content: Content, question: DmaQuestion, link: Link, place: str) -> Iterator[Problem]:
    columns = question.column_ids()
    if link.column not in columns:
        names = [column for column in columns if column]
        allowed = one_of(names) if names else _("aucune colonne dans cette question")
        yield Problem(f"{place}.column", _("« {id} » n’existe pas", id=link.column), allowed)
    steps = STEPS[question.kind]
    if link.low not in steps or link.high not in steps:
        allowed = _("permis : {allowed}", allowed=", ".join(f"{step:g}" for step in steps))
        yield Problem(f"{place}.value", _("valeur refusée"), allowed)
    yield from _looked_at(content, link, place)
    bound = next((bound for bound in (link.at_least, link.at_most) if bound is not None), 0)
    top = TOP_SKILL if link.skill else TOP_PRACTICE if link.practice else TOP_RUNG
    if bound > top:
        yield Problem(
            f"{place}.{'at_most' if link.at_least is None else 'at_least'}",
            _("valeur hors limites"),
            _("au plus {most}", most=top),
        )


def _looked_at(content: Content, link: Link, place: str) -> Iterator[Problem]:
    capabilities = {capability.id: capability for capability in content.questionnaire.capabilities()}
    if link.capability is not None:
        yield from _unknown(f"{place}.capability", link.capability, capabilities)
    if link.skill is not None:
        yield from _unknown(f"{place}.skill", link.skill, content.skills)
    if link.practice is not None:
        yield from _unknown(f"{place}.practice", link.practice, content.workforce.practice)
    capability = capabilities.get(link.capability or "")
    if capability is None and (link.functions or link.anywhere) and link.capability is None:
        yield Problem(f"{place}.functions", _("seulement avec une capacité"), "capability")
    if capability is not None:
        yield from _scope(capability, link, place)


def _scope(capability: Capability, link: Link, place: str) -> Iterator[Problem]:
    listed = capability.functions or ()
    whole = _("capacité de toute l’entreprise : aucune fonction")
    for function in link.functions or ():
        if function not in listed:
            allowed = one_of(listed) if listed else whole
            yield Problem(
                f"{place}.functions",
                _("« {function} » n’est pas une fonction de {id}", function=function, id=capability.id),
                allowed,
            )
    if link.anywhere and not listed:
        yield Problem(f"{place}.anywhere", _("valeur refusée"), whole)


def _correspondence(content: Content, model: Correspondence) -> Iterator[Problem]:
    """Each of our capabilities is named by a field, or said to be without counterpart, never both."""
    file = f"industry40/crosswalks/{model.id}.yaml"
    known = [capability.id for capability in content.questionnaire.capabilities()]
    yield from _twice(f"{file}: fields", (field.id for field in model.fields))
    for field in model.fields:
        for id in field.capabilities:
            yield from _unknown(f"{file}: {field.id}.capabilities", id, known)
    for row in model.without:
        for id in row.capabilities:
            yield from _unknown(f"{file}: without", id, known)
    linked = {id for field in model.fields for id in field.capabilities}
    without = [id for row in model.without for id in row.capabilities]
    yield from _twice(f"{file}: without", without)
    for id in known:
        if id in linked and id in without:
            yield Problem(f"{file}: without", _("« {id} » est aussi citée par une dimension", id=id))
        if id not in linked and id not in without:
            yield Problem(
                f"{file}: without",
                _("rien n’est dit de « {id} »", id=id),
                _("une dimension la cite, ou « without » la nomme"),
            )


def _unknown(place: str, id: str, known: Iterable[str]) -> Iterator[Problem]:
    names = list(known)
    if id not in names:
        yield Problem(place, _("« {id} » n’existe pas", id=id), nearest(id, names))


def _twice(place: str, names: Iterable[str]) -> Iterator[Problem]:
    for name, number in Counter(names).items():
        if number > 1:
            yield Problem(place, _("« {name} » écrit deux fois", name=name))
