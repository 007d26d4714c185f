"""What every room's tests share: the content in force, and the four example companies."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from diagnostic.content import loader
from diagnostic.content.assessments import read_assessment
from diagnostic.content.loader import load_content
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path
from diagnostic.services import advising
from diagnostic.services.planning import Plans

advising.PLANS = Plans(behind=False)
loader.parse_yaml = cache(loader.parse_yaml)  # hundreds of tests load the content: each text is parsed once
settings.register_profile("palier", deadline=None)
settings.load_profile("palier")


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content()


@pytest.fixture(scope="session")
def examples_folder() -> Path:
    return data_path("questionnaires") / "industry40" / "examples"


@pytest.fixture(scope="session")
def examples(content: Content, examples_folder: Path) -> dict[str, Assessment]:
    return {path.stem: read_assessment(path, content) for path in sorted(examples_folder.glob("*.json"))}
