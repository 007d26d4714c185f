"""Pages, charts and files take released tables and nothing else: no function of theirs can even be given a company's
figures before their protection."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from types import FunctionType, ModuleType

import pytest

import reports
from diagnostic import web
from diagnostic.core.model import released

PRIVATE = (
    "diagnostic.core.cohort",
    "diagnostic.core.disclosure",
    "diagnostic.core.facts",
    "diagnostic.core.ledger",
    "diagnostic.core.model.audited",
    "diagnostic.core.model.cohort",
    "diagnostic.store.cohorts",
    "diagnostic.store.memories",
)
REGIONAL = (
    "region",
    "observatory",
    "open_data",
    "view_region",
    "view_coverage",
    "view_open_data",
    "workbook_observatory",
)
COMPANYS = ("assessment", "diagnostic", "result", "company_file", "answers", "signed", "plan", "step")
OWN_COMPANY = ("reports.view_peers",)  # the leader's own result beside a release


def modules(package: ModuleType) -> list[str]:
    return [one.name for one in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")]


@cache
def functions(module: ModuleType) -> tuple[FunctionType, ...]:
    """Those that the module defines, methods and constructors included."""
    return tuple(_functions(module))


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    for held in vars(module).values():
        if inspect.isclass(held) and held.__module__ == module.__name__:
            yield from (one for one in vars(held).values() if inspect.isfunction(one))
        elif inspect.isfunction(held) and held.__module__ == module.__name__:
            yield held


@cache
def accepted(function: FunctionType) -> set[type]:
    """Every class that its parameters mention."""
    found = inspect.unwrap(function)
    hints = [hint for name, hint in found.__annotations__.items() if name != "return"]
    return {one for hint in hints for one in mentioned(hint, found.__globals__)}


def mentioned(hint: object, known: Mapping[str, object]) -> Iterator[type]:
    """A class named before it is defined stands as a text."""
    name = hint.__forward_arg__ if isinstance(hint, typing.ForwardRef) else hint
    hint = known.get(name) if isinstance(name, str) else hint
    if inspect.isclass(hint):
        yield hint
    if isinstance(name, str):
        return
    for inner in typing.get_args(hint):
        yield from mentioned(inner, known)


@pytest.mark.parametrize("name", [*modules(reports), *modules(web)])
def test_nothing_that_is_shown_or_written_accepts_what_is_not_released(name: str) -> None:
    module = importlib.import_module(name)
    for function in functions(module):
        private = [one for one in accepted(function) if one.__module__ in PRIVATE]
        assert not private, f"{name}.{function.__name__} accepts {private}"
    assert not [held for held in vars(module).values() if inspect.ismodule(held) and held.__name__ in PRIVATE]


@pytest.mark.parametrize(
    "name", [one for one in (*modules(reports), *modules(web)) if one.rpartition(".")[2].startswith(REGIONAL)]
)
def test_the_regions_pages_and_files_accept_no_company(name: str) -> None:
    companys = {f"diagnostic.core.model.{one}" for one in COMPANYS}
    for function in functions(importlib.import_module(name)):
        taken = [one for one in accepted(function) if one.__module__ in companys | {"sqlalchemy.orm.session"}]
        assert not taken, f"{name}.{function.__name__} accepts {taken}"


def test_something_takes_releases() -> None:
    """So that the tests above look at functions that matter."""
    takers = {
        name
        for name in (*modules(reports), *modules(web))
        for function in functions(importlib.import_module(name))
        if any(one.__module__ == released.__name__ for one in accepted(function))
    }
    assert {"reports.observatory_csv", "reports.observatory_files", "reports.workbook_observatory"} <= takers
