"""The observatory's pages around their figures: tabs, filters, and where to go when no table answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request

from diagnostic.core.language import N_, _
from diagnostic.web.region_filters import (
    DEPARTMENT,
    REGION,
    RELEASE,
    SECTOR,
    SIZE,
    TERRITORY,
    address,
    heads,
)
from reports.region_choice import Choice
from reports.view_region_frame import (
    FrameView,
    SelectGroup,
    categories,
    frame_view,
    release_options,
    territories,
)

KEPT = ("mesure", "carte", "tri", "sens")  # the queries of pages, other than filters
TABS = (
    ("region.home", N_("Vue d’ensemble")),
    ("region.coverage", N_("Couverture")),
    ("region_maturity.page", N_("Maturité")),
    ("region_skills.page", N_("Compétences")),
    ("region_needs.page", N_("Besoins")),
    ("region_money.page", N_("Moyens")),
    ("region_map.page", N_("Carte")),
    ("region.tables", N_("Tableaux")),
    ("open_data.page", N_("Données")),
)


@dataclass(frozen=True, slots=True)
class Select:
    name: str
    label: str
    groups: tuple[SelectGroup, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """`selects` empty where the page's figures follow no filter; `nearest`: addresses of what can be read instead of
    the choice that was refused; `whole`: the page without filters, None where none is chosen."""

    told: FrameView
    tabs: tuple[tuple[str, str, bool], ...]
    action: str
    selects: tuple[Select, ...]
    nearest: tuple[tuple[str, str], ...]
    whole: str | None
    kept: Mapping[str, str]


def show(template: str, choice: Choice, measures: Sequence[str], topic: str, **shown: object) -> str:
    """An observatory's page, that extends region/_frame.html: its block `figures` is left out where no table of
    `measures` holds the choice. `topic`, in French, as in « aucun tableau … n’existe »: « de la maturité »."""
    return render_template(template, frame=frame(choice, measures, topic), choice=choice, **shown)


def frame(choice: Choice, measures: Sequence[str], topic: str) -> Frame:
    told = frame_view(choice, measures, topic)
    nearest = choice.wider(measures) if told.refusal else ()
    return Frame(
        told=told,
        tabs=tabs(choice),
        action=here(),
        selects=selects(choice),
        nearest=tuple((here(one), one.place) for one in nearest),
        whole=here(choice.without()) if choice.codes else None,
        kept=kept(),
    )


def here(choice: Choice | None = None) -> str:
    """This page, for another choice; without its query for none."""
    path = request.view_args or {}
    return address(str(request.endpoint), choice, **path, **(kept() if choice else {}))


def kept() -> dict[str, str]:
    """What the address says besides filters, and that choosing others must not lose."""
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def tabs(choice: Choice | None) -> tuple[tuple[str, str, bool], ...]:
    """(address, label, whether it is this part); what is chosen follows from one to the other."""
    part = "region.tables" if request.endpoint == "region.table" else request.endpoint
    return tuple((address(endpoint, choice), _(label), endpoint == part) for endpoint, label in TABS)


def selects(choice: Choice) -> tuple[Select, ...]:
    every = [(head.number, head.quarter) for head in heads()]
    catalogue = choice.catalogue
    return (
        Select(RELEASE, _("Publication"), release_options(every, choice.release)),
        Select(TERRITORY, _("Territoire"), territories(catalogue, choice, REGION, DEPARTMENT)),
        Select(SECTOR, _("Secteur"), categories(catalogue, "grouped", choice.grouped, _("Tous les secteurs"))),
        Select(SIZE, _("Taille"), categories(catalogue, "size", choice.size, _("Toutes les tailles"))),
    )
