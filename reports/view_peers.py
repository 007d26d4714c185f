"""« Vous et vos pairs »: a company's own indices beside the released means of those like it, never live figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from diagnostic.core.language import N_, _
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import Release, ReleasedCell
from reports import words
from reports.region_choice import everywhere, label, table_by
from reports.region_words import ASSESSED, companies, item_name, told, unchanged
from reports.view_region_frame import SYNTHETIC, release_line

TOP = 6.0
LIKE = ("grouped", "size", "region", "division")
MEASURES = ("area", "principle")
UNKNOWN, UNPUBLISHED = N_("pas assez de réponses"), N_("non publié")


@dataclass(frozen=True, slots=True)
class PeerRow:
    """`*_at`: places on the line from 0 to 6, as CSS lengths; None = nothing to draw."""

    name: str
    own: str
    peers: str
    verdict: str
    change: str
    own_at: str | None
    peers_at: str | None


@dataclass(frozen=True, slots=True)
class PeerChoice:
    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PeersView:
    """`rows` and `principles` empty where nothing can be told; `choices`: the groups it belongs to that are shown."""

    title: str
    lead: str
    banner: str | None
    rows: tuple[PeerRow, ...]
    principles: tuple[PeerRow, ...]
    choices: tuple[PeerChoice, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Companies like it: the axes that say so, their cell in the release."""

    axes: tuple[str, ...]
    cell: ReleasedCell

    @property
    def id(self) -> str:
        return "-".join(self.axes) or "all"


def peers_view(
    release: Release | None,
    catalogue: Catalogue,
    codes: Mapping[str, str],
    indices: Mapping[str, float | None],
    stable_under: float,
    asked: str = "",
    follows: str | None = None,
) -> PeersView:
    """`codes`: axis → the company's category; `indices`: series → its own index; `stable_under`: the difference under
    which nothing is told apart; `asked`: the group to compare with, the nearest where it is none of them; `follows`:
    the edition of the questionnaire that the company answered, None where it is the release's."""
    if release is None:
        return nothing(_("Rien n’est encore publié sur vos pairs."), _(NO_RELEASE))
    if follows not in (None, release.questionnaire):
        return nothing(_("Vos pairs ont répondu à une autre édition du questionnaire."), _(OTHER_EDITION))
    if all(index is None for index in indices.values()):
        return nothing(_("Il manque des réponses pour vous situer."), _(NO_ANSWERS))
    groups = groups_of(release, codes)
    if not groups:
        return nothing(_("Pas encore assez d’entreprises comme la vôtre."), _(TOO_FEW))
    group = next((one for one in groups if one.id == asked), groups[0])
    areas, principles = (tuple(rows(catalogue, group, indices, measure, stable_under)) for measure in MEASURES)
    return PeersView(
        title=words.typeset(title(principles)),
        lead=words.typeset(lead(catalogue, release, group, codes)),
        banner=words.typeset(_(SYNTHETIC)) if release.synthetic else None,
        rows=areas,
        principles=principles,
        choices=tuple(PeerChoice(one.id, named(catalogue, one, codes), one is group) for one in groups),
        notes=tuple(map(words.typeset, notes(release, group, stable_under))),
    )


NO_RELEASE = N_(
    "Une publication paraît chaque trimestre, une fois qu’assez d’entreprises ont terminé leur diagnostic et accepté "
    "d’être comptées."
)
NO_ANSWERS = N_("Vous vous comparerez dès que la moitié des questions d’un principe auront une réponse.")
OTHER_EDITION = N_(
    "Deux éditions ne posent pas les mêmes questions : leurs indices ne se comparent pas. Un diagnostic et une "
    "publication de la même édition se liront ici côte à côte."
)
TOO_FEW = N_(
    "Pour qu’aucune ne soit reconnue, rien n’est dit d’un petit nombre d’entreprises. La prochaine publication en "
    "comptera peut-être davantage."
)


def nothing(title: str, lead: str) -> PeersView:
    return PeersView(words.typeset(title), words.typeset(lead), None, (), (), (), ())


def groups_of(release: Release, codes: Mapping[str, str]) -> list[Group]:
    """The cells shown that it belongs to: those of two axes first, then of one, then everybody; the largest first."""
    found: list[Group] = []
    known = [axis for axis in LIKE if axis in codes]
    for count in (2, 1, 0):
        alike = [Group(axes, cell) for axes in combinations(known, count) if (cell := cell_of(release, axes, codes))]
        found += sorted(alike, key=lambda one: -(one.cell.companies or 0))
    return found


def cell_of(release: Release, axes: tuple[str, ...], codes: Mapping[str, str]) -> ReleasedCell | None:
    """That cell, where it is shown and tells of indices."""
    table = table_by(release, axes, "principle")
    cell = table.cell(*(codes[axis] for axis in table.axes)) if table else None
    told_any = cell is not None and any(name.startswith("principle/") for name in cell.figures)
    return cell if cell is not None and cell.shown and told_any else None


def named(catalogue: Catalogue, group: Group, codes: Mapping[str, str]) -> str:
    """« Métallurgie et travail des métaux, 20 à 49 personnes »."""
    return words.typeset(", ".join(label(catalogue, axis, codes[axis]) for axis in group.axes) or everywhere())


def lead(catalogue: Catalogue, release: Release, group: Group, codes: Mapping[str, str]) -> str:
    whom = named(catalogue, group, codes)
    many = companies(group.cell.companies or 0, ASSESSED)
    source = release_line(release.number, release.on, release.quarter)
    return _(
        "Vos pairs ici : {whom}, {companies}, non représentatives. {source}.", whom=whom, companies=many, source=source
    )


def rows(
    catalogue: Catalogue, group: Group, indices: Mapping[str, float | None], measure: str, stable_under: float
) -> Iterator[PeerRow]:
    found = catalogue.measure(measure)
    for item in found.items:
        series = f"{measure}/{item.id}"
        mean = told(group.cell, series)
        peers = float(mean) if isinstance(mean, (int, float)) else None
        yield row(item_name(found, item.id), indices.get(series), peers, stable_under)


def row(name: str, own: float | None, peers: float | None, stable_under: float) -> PeerRow:
    change, verdict = judged(own, peers, stable_under)
    return PeerRow(
        name=name,
        own=_(UNKNOWN) if own is None else words.index(own),
        peers=_(UNPUBLISHED) if peers is None else words.index(peers),
        verdict=verdict,
        change=change,
        own_at=place(own),
        peers_at=place(peers),
    )


def judged(own: float | None, peers: float | None, stable_under: float) -> tuple[str, str]:
    """Of the figures as they are printed: whoever subtracts finds the same."""
    if own is None or peers is None:
        return "unknown", _("non comparé")
    difference = float(words.rounded(own, "0.1") - words.rounded(peers, "0.1"))
    if abs(difference) < stable_under - 1e-9:
        return "stable", _("comme vos pairs")
    return ("up", _("vous êtes devant")) if difference > 0 else ("down", _("vos pairs sont devant"))


def place(value: float | None) -> str | None:
    return None if value is None else f"{100 * value / TOP:.2f}%"


def title(principles: tuple[PeerRow, ...]) -> str:
    """« Vous devancez vos pairs sur deux principes ; ils vous devancent sur un. »"""
    ahead, behind, alike = (sum(one.change == change for one in principles) for change in ("up", "down", "stable"))
    if not ahead and not behind:
        return _("Vous êtes au même point que vos pairs.") if alike else _("Rien ne se compare encore.")
    if not ahead:
        return _("Vos pairs vous devancent sur {number}.", number=words.spelled(behind, "principe", "principes"))
    number = words.spelled(ahead, "principe", "principes")
    if not behind:
        return _("Vous devancez vos pairs sur {number}.", number=number)
    return _(
        "Vous devancez vos pairs sur {number} ; ils vous devancent sur {behind}.",
        number=number,
        behind=words.numeral(behind),
    )


def notes(release: Release, group: Group, stable_under: float) -> Iterator[str]:
    under = words.rung(stable_under)
    yield _(
        "À moins de {under} d’écart, nous disons « comme vos pairs » : une si petite différence ne prouve rien.",
        under=under,
    )
    yield _(
        "Ici, toutes vos fonctions comptent autant, comme chez vos pairs : vos indices peuvent différer un peu de ceux "
        "de votre page de résultat."
    )
    yield _(
        "Les moyennes viennent de la publication, arrondies au dixième, et ne bougent pas avant la suivante : vos "
        "réponses d’aujourd’hui n’y changent rien. Votre entreprise peut être l’une de celles du groupe."
    )
    older = unchanged(group.cell.since, release.number)
    if older:
        yield _("Ce groupe est {unchanged} : trop peu d’entreprises y ont changé depuis.", unchanged=older)
