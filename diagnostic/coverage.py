"""What the catalogue covers, in lines a person reads (`palier check --coverage`)."""

from collections.abc import Iterator

from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import Capability


def summary(content: Content) -> str:
    """One line: how much of everything there is."""
    questionnaire = content.questionnaire
    cells = sum(len(capability.cells("full")) for capability in questionnaire.capabilities())
    active = sum(device.status == "active" for device in content.devices.values())
    return (
        f"{questionnaire.ref} : {len(questionnaire.items)} questions, {cells} cases, "
        f"{len(questionnaire.contradictions)} contradictions, {len(content.actions)} actions, "
        f"{len(content.trainings)} formations, {active} dispositifs actifs sur {len(content.devices)}, "
        f"{len(content.opco.agreements)} conventions collectives"
    )


def coverage_lines(content: Content) -> Iterator[str]:
    """Each capability with the rungs that actions reach, then each symptom with its number of actions."""
    for capability in content.questionnaire.capabilities():
        yield f"{capability.id:34} {' '.join(cell_reach(content, capability))}"
    yield ""
    for id in content.symptoms:
        answers = sum(id in action.symptoms for action in content.actions.values())
        yield f"{id:34} {answers} action(s)"


def cell_reach(content: Content, capability: Capability) -> Iterator[str]:
    for _, function in capability.cells("full"):
        reached = max(
            (
                row.to
                for action in content.actions.values()
                for row in action.raises
                if row.capability == capability.id and (row.functions is None or function in row.functions)
            ),
            default=0,
        )
        yield f"{function or 'entreprise'}:{reached:g}"
