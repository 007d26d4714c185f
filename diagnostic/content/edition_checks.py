"""What must hold of an earlier edition and of its map: every question has a known fate, and no id comes back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from diagnostic.content.edition_schema import FOLDER, MAP
from diagnostic.content.problem import Problem, nearest
from diagnostic.core.editions import every_questionnaire
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.edition import Correspondence, Edition
from diagnostic.core.model.questionnaire import Capability, Questionnaire

BEFORE, AFTER = "from", "to"


def version_key(version: str) -> tuple[int, ...]:
    """« 2026-11.2 » → (2026, 11, 2), to put editions in order; (0,) where it is not a version."""
    try:
        return tuple(int(part) for part in version.replace("-", ".").split("."))
    except ValueError:
        return (0,)


def edition_problems(content: Content) -> Iterator[Problem]:
    """What the program refuses to load: an edition out of its place, a question without a fate, an id that is unknown,
    said twice or used again."""
    chain = [*(one.questionnaire for one in content.editions), content.questionnaire]
    for edition, later in zip(content.editions, chain[1:], strict=True):
        yield from _place_problems(edition, later)
        yield from _map_problems(edition, later)


def silence_problems(content: Content) -> Iterator[Problem]:
    """What `check` refuses on top: rungs reworded, or another scope, of which the map says nothing."""
    known = every_questionnaire(content)
    for edition in content.editions:
        later = known[f"{edition.questionnaire.id}@{edition.next}"]
        for line in edition.map:
            if line.why is None and _reads(edition.questionnaire, line.before[0]) != _reads(later, line.after[0]):
                yield Problem(
                    f"{_map_of(edition)}: kept",
                    _(
                        "« {id} » ne se lit plus comme dans l’édition {version}",
                        id=line.before[0],
                        version=later.version,
                    ),
                    _("dire sous kept si les notes se comparent, et pourquoi"),
                )


def _reads(questionnaire: Questionnaire, id: str) -> tuple[object, ...]:
    scope = questionnaire.capability(id).functions
    return scope, [option.text.fr for option in questionnaire.items[id].options]


def _map_of(edition: Edition) -> str:
    return f"{FOLDER}/{edition.folder}/{MAP}"


def _place_problems(edition: Edition, later: Questionnaire) -> Iterator[Problem]:
    own = edition.questionnaire
    place = f"{FOLDER}/{edition.folder}/industry40/referential.yaml"
    if own.version != edition.folder:
        yield Problem(
            f"{place}: version", _("« {version} » n’est pas le nom du dossier", version=own.version), edition.folder
        )
    if own.id != later.id:
        yield Problem(f"{place}: id", _("« {id} » est un autre questionnaire", id=own.id), later.id)
    if version_key(own.version) >= version_key(later.version):
        yield Problem(
            f"{place}: version",
            _("« {version} » ne précède pas {later}", version=own.version, later=later.version),
            _("une édition antérieure"),
        )
    if edition.next != later.version:
        yield Problem(
            f"{_map_of(edition)}: next",
            _("« {version} » n’est pas l’édition suivante", version=edition.next),
            later.version,
        )


def _map_problems(edition: Edition, later: Questionnaire) -> Iterator[Problem]:
    before = {one.id: one for one in edition.questionnaire.capabilities()}
    after = {one.id: one for one in later.capabilities()}
    place = _map_of(edition)
    unknown = [*_unknown(place, edition, before, BEFORE), *_unknown(place, edition, after, AFTER)]
    yield from unknown
    if unknown:
        return
    for line in edition.map:
        yield from _used_again(place, line, before, after)
        yield from _scopes(place, line, before, after)
    yield from _twice(place, BEFORE, [id for line in edition.map for id in line.before])
    yield from _twice(place, AFTER, [id for line in edition.map for id in line.after])
    yield from _left_out(
        place, before, [id for line in edition.map for id in line.before], _("renamed, merged, split ou removed")
    )
    yield from _left_out(
        place, after, [id for line in edition.map for id in line.after], _("renamed, merged, split ou added")
    )


def _unknown(place: str, edition: Edition, known: Iterable[str], side: str) -> Iterator[Problem]:
    names = list(known)
    version = edition.questionnaire.version if side == BEFORE else edition.next
    for line in edition.map:
        key = side if line.kind in ("renamed", "merged", "split") else "id"
        for id in line.before if side == BEFORE else line.after:
            if id not in names:
                told = _("« {id} » n’est pas une capacité de l’édition {version}", id=id, version=version)
                yield Problem(f"{place}: {line.kind}.{key}", told, nearest(id, names))


def _used_again(place: str, line: Correspondence, before: Iterable[str], after: Iterable[str]) -> Iterator[Problem]:
    """An id of both editions is kept, and nothing else is."""
    if line.kind == "kept":
        return
    for id in (*(id for id in line.before if id in after), *(id for id in line.after if id in before)):
        yield Problem(
            f"{place}: {line.kind}",
            _("« {id} » existe dans les deux éditions", id=id),
            _("kept ; un identifiant publié ne change pas de sens"),
        )


def _scopes(
    place: str, line: Correspondence, before: dict[str, Capability], after: dict[str, Capability]
) -> Iterator[Problem]:
    """Asked once for the company, and asked in each function: the two ratings do not compare."""
    scopes = {one.functions is None for one in (*map(before.get, line.before), *map(after.get, line.after)) if one}
    if line.compares and len(scopes) > 1:
        ids = ", ".join(dict.fromkeys((*line.before, *line.after)))
        told = _("« {ids} » : posée tantôt pour l’entreprise, tantôt par fonction", ids=ids)
        yield Problem(f"{place}: {line.kind}", told, _("compares: false, ou rule: none"))


def _twice(place: str, side: str, ids: Sequence[str]) -> Iterator[Problem]:
    for id, times in Counter(ids).items():
        if times > 1:
            yield Problem(
                f"{place}: {side}",
                _("« {id} » est dit {times} fois", id=id, times=times),
                _("une seule ligne par capacité"),
            )


def _left_out(place: str, every: Iterable[str], said: Iterable[str], allowed: str) -> Iterator[Problem]:
    told = set(said)
    for id in every:
        if id not in told:
            yield Problem(place, _("rien n’est dit de « {id} »", id=id), allowed)
