"""What the catalogue can do: how far actions climb, which answer a symptom, what trains for a skill."""

from diagnostic.core.model.catalogue import Action, Content, Raise, Training
from diagnostic.core.skills import teaches

TOP_TAUGHT = 3


def climbs(content: Content) -> dict[str, float]:
    """Cell → the rung that a company starting from 0 everywhere reaches by doing every action whose prerequisites are
    met, again until nothing moves: a chain of actions leads there."""
    asked = (cell for capability in content.questionnaire.capabilities() for cell, _ in capability.cells("full"))
    ratings = dict.fromkeys(asked, 0.0)
    done: set[str] = set()
    while ready := [action for action in content.actions.values() if _moves(content, action, ratings, done)]:
        for action in ready:
            done.add(action.id)
            for row in action.raises:
                for cell in cells(content, row):
                    if ratings[cell] >= row.start:
                        ratings[cell] = max(ratings[cell], row.to)
    return ratings


def cells(content: Content, row: Raise) -> list[str]:
    """The cells that a raise names."""
    asked = content.questionnaire.capability(row.capability).cells("full")
    return [cell for cell, function in asked if row.functions is None or function in row.functions]


def _moves(content: Content, action: Action, ratings: dict[str, float], done: set[str]) -> bool:
    """Whether it may be done now, and changes something."""
    if not done.issuperset(action.requires_actions):
        return False
    for ref in action.requires_cells:
        if any(ratings[cell] < ref.rung for cell in cells(content, Raise(ref.capability, ref.functions, 0, ref.rung))):
            return False
    raised = [(cell, row) for row in action.raises for cell in cells(content, row)]
    return action.id not in done or any(row.start <= ratings[cell] < row.to for cell, row in raised)


def answers(content: Content, symptom: str) -> list[Action]:
    return [action for action in content.actions.values() if symptom in action.symptoms]


def takes_only_time(action: Action) -> bool:
    """Nothing to pay, whatever the size of the company."""
    return not action.trainings and all(cost.high == 0 for cost in action.costs)


def offers(content: Content, skill: str, level: int) -> list[Training]:
    """The trainings of someone in post whose main skill is that one, to that level."""
    return [training for training in content.trainings.values() if teaches(training, skill, level)]


def untaught(content: Content) -> list[tuple[str, int]]:
    """(skill, level) up to level 3 for which no training stands."""
    levels = range(1, TOP_TAUGHT + 1)
    return [(skill, level) for skill in content.skills for level in levels if not offers(content, skill, level)]
