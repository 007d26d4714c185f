"""What the content promises: sizes of METHOD 1.1, sources and dates, texts that can be printed."""

from diagnostic.content.document import content_document
from diagnostic.core.model.catalogue import Content


def test_the_tree_is_the_published_one(content: Content) -> None:
    questionnaire = content.questionnaire
    assert [len(area.principles) for area in questionnaire.areas] == [2, 2, 2, 2]
    assert [len(principle.capabilities) for principle in questionnaire.principles()] == [3, 2, 4, 4, 4, 2, 5, 3]


def test_a_full_visit_has_at_most_45_cells(content: Content) -> None:
    cells = [cell for capability in content.questionnaire.capabilities() for cell in capability.cells("full")]
    assert len(cells) == 44


def test_every_function_is_asked_enough_to_be_assessed(content: Content) -> None:
    asked = [function for row in content.questionnaire.capabilities() for _, function in row.cells("full") if function]
    assert all(asked.count(function.id) >= 3 for function in content.questionnaire.functions)


def test_the_leader_may_answer_everything_alone(content: Content) -> None:
    assert all({"adviser", "leader"} <= set(item.audience) for item in content.questionnaire.items.values())


def test_vital_minima_are_backups_and_a_named_person(content: Content) -> None:
    floors = {row.id: row.floor.rung for row in content.questionnaire.capabilities() if row.floor}
    assert floors == {"resilient_infrastructure": 2, "it_security": 2}
    rung = content.questionnaire.items["resilient_infrastructure"].options[2].text.fr
    assert "restauration" in rung
    assert "nommée" in content.questionnaire.items["it_security"].options[2].text.fr


def test_catalogues_hold_what_the_plan_needs(content: Content) -> None:
    assert len(content.questionnaire.contradictions) >= 25
    assert len(content.skills) >= 45
    assert len(content.actions) >= 70
    assert len(content.trainings) >= 80
    assert {action.theme for action in content.actions.values()} == {
        "strategy",
        "organisation",
        "management",
        "human_resources",
        "working_conditions",
        "technology",
    }
    assert sum(training.code is not None for training in content.trainings.values()) >= 12
    assert sum(device.status == "active" for device in content.devices.values()) >= 6


def test_every_device_and_training_says_where_it_comes_from(content: Content) -> None:
    sources = [device.source for device in content.devices.values()]
    sources += [training.source for training in content.trainings.values()]
    for source in sources:
        assert source.title.fr
        assert source.checked_on.year >= 2026


def test_the_document_has_the_contract_s_keys(content: Content) -> None:
    document = content_document(content, "fr")
    assert {"questionnaire", "sha256", "stages", "areas", "principles", "capabilities", "items"} <= set(document)
    assert {"practice", "aptitudes", "ways"} == set(document["workforce"])
    assert {"skills", "needs", "symptoms", "requirements", "trainings", "devices", "contradictions"} <= set(document)
    action = document["actions"][0]
    assert {"id", "raises", "requires", "symptoms", "skills", "phase", "quarters", "cse"} <= set(action)
    assert {"release_days", "internal_days", "cost", "indicators", "helpers", "trainings"} <= set(action)
    assert {"title", "why", "how", "first_step", "fails_if"} == set(action["text"])
    assert {"max_headcount", "low", "high", "basis"} == set(action["cost"][0])
    assert {"id", "code", "printable", "valid_to"} <= set(document["trainings"][0])
    assert {"id", "valid_from", "valid_to", "checked_on", "source", "status"} <= set(document["devices"][0])
