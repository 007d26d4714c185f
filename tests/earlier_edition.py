"""An earlier edition of the questionnaire, made from the one in force: since then one question was renamed, two merged,
one split, one removed, one added, one reworded. The program ships none."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import yaml

from diagnostic.content.loader import load_content
from diagnostic.core.model.assessment import Answer, Assessment, Settled
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path

Said = TypeVar("Said", Answer, Settled)
VERSION = "2026-05"
REF = f"industry40@{VERSION}"
RENAMED = "sensor_data_acquisition"
MERGED = "task_based_interfaces"
SPLIT = ("continuous_development", "shaping_change")
TORN = ("customer_benefit_focus", "network_cooperation")
ADDED = "openness_to_innovation"
REWORDED = "it_security"
BEFORE = {
    RENAMED: ("machine_readings",),
    MERGED: ("operator_screens", "job_sheets"),
    SPLIT[0]: ("steady_progress",),
    SPLIT[1]: (),
    TORN[0]: ("customers_and_partners",),
    TORN[1]: (),
    ADDED: (),
    "data_governance": ("data_governance", "paper_archive"),
}
"""Capability in force → those that stood in its place; a capability not named here was there already."""
WHY = {"fr": "Raison donnée par l’essai.", "en": "Reason given by the test."}
MAP: dict[str, Any] = {
    "next": "2026-11",
    "kept": [
        {"id": REWORDED, "compares": False, "why": {"fr": "Les échelons ont été réécrits.", "en": "Rungs rewritten."}}
    ],
    "renamed": [{"from": "machine_readings", "to": RENAMED, "compares": True, "why": WHY}],
    "merged": [{"from": ["operator_screens", "job_sheets"], "to": MERGED, "rule": "lowest", "why": WHY}],
    "split": [
        {"from": "steady_progress", "to": list(SPLIT), "compares": True, "why": WHY},
        {"from": "customers_and_partners", "to": list(TORN), "compares": False, "why": WHY},
    ],
    "removed": [{"id": "paper_archive", "why": WHY}],
    "added": [{"id": ADDED, "why": WHY}],
}


def before(id: str) -> tuple[str, ...]:
    return BEFORE.get(id, (id,))


def write(folder: Path, map: dict[str, Any] | None = None, version: str = VERSION) -> Path:
    """A copy of the content in force with that earlier edition in it, under another map if given."""
    root = folder / "questionnaires"
    shutil.copytree(data_path("questionnaires"), root)
    current, old = root / "industry40", root / "editions" / version / "industry40"
    (old / "items").mkdir(parents=True)
    referential = _read(current / "referential.yaml")
    referential["version"] = version
    for principle in (one for area in referential["areas"] for one in area["principles"]):
        principle["capabilities"] = [{**row, "id": id} for row in principle["capabilities"] for id in before(row["id"])]
    _write(old / "referential.yaml", referential)
    for path in (current / "items").iterdir():
        for id in before(path.stem):
            _write(old / "items" / f"{id}.yaml", _item(path, id))
    rules = _read(current / "contradictions.yaml")
    _write(old / "contradictions.yaml", [rule for rule in rules if _still_stands(rule)])
    _write(root / "editions" / version / "map.yaml", MAP if map is None else map)
    return root


def _item(path: Path, id: str) -> Any:
    item = {**_read(path), "id": id}
    if id != path.stem:
        item["title"] = {"fr": f"Ancienne {id}", "en": f"Former {id}"}
    if id == REWORDED:
        item["options"][3]["text"] = {"fr": "Une ancienne phrase.", "en": "A former sentence."}
    return item


def _still_stands(rule: dict[str, Any]) -> bool:
    return not {rule["high"]["capability"], rule["low"]["capability"]} & (BEFORE.keys() - {"data_governance"})


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")  # YAML without an alias


@cache
def installed() -> Content:
    """The content in force, with that earlier edition beside it."""
    folder = Path(mkdtemp(prefix="palier-edition-"))
    try:
        return load_content(write(folder))
    finally:
        shutil.rmtree(folder)


def as_earlier(assessment: Assessment) -> Assessment:
    """The same company and answers, as they would have been given to the earlier edition."""
    return replace(
        assessment,
        questionnaire=REF,
        answers=tuple(one for answer in assessment.answers for one in _moved(answer)),
        settled=tuple(one for settled in assessment.settled for one in _moved(settled)),
    )


def _moved(said: Said) -> Iterator[Said]:
    return (replace(said, item=id) for id in before(said.item))
