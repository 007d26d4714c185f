"""How the plan is brought: the opening and first steps that suit its leader, who is never described; what eases what
holds back; how to bring in those who will use what is new; a way out of isolation."""

from diagnostic.core.model.catalogue import Content, LeaderProfile, Moment, Opening
from diagnostic.core.model.plan import PlannedAction
from reports import words
from reports.plan_lines import Advice, Tone
from reports.programme import Programme

SEVERE = 2
FIRST_MOMENT = "before_use"


def tone(programme: Programme) -> Tone:
    """What the entry's softer questions change in the plan: words only, never its measures."""
    entry, read = programme.assessment.entry, programme.names.read
    profile = _profile(programme.content, entry.profile())
    return Tone(
        opening=read(profile.opening) if profile else None,
        first_steps=tuple(words.sentence(read(step)) for step in profile.first_steps) if profile else (),
        brakes=tuple(
            Advice(read(brake.name), (words.sentence(read(brake.first_step)),))
            for brake in programme.content.context.brakes
            if entry.brakes.get(brake.id, 0) >= SEVERE
        ),
        moment=_moment(programme),
        outward=_outward(programme),
    )


def _profile(content: Content, id: str | None) -> LeaderProfile | None:
    return next((profile for profile in content.context.leader_profiles if profile.id == id), None)


def _moment(programme: Programme) -> Advice | None:
    """Where the change under way stands; else the first moment, when the plan brings a tool in."""
    stated = programme.assessment.entry.moment
    if stated is None and not any(_brings_a_tool(programme, planned) for planned in programme.plan.actions):
        return None
    wanted = stated or FIRST_MOMENT
    found: Moment | None = next((row for row in programme.content.context.moments if row.id == wanted), None)
    if found is None:
        return None
    read = programme.names.read
    return Advice(read(found.name), tuple(words.sentence(read(line)) for line in found.advice))


def _brings_a_tool(programme: Programme, planned: PlannedAction) -> bool:
    return programme.action(planned).phase == "equipment"


def _outward(programme: Programme) -> Advice | None:
    """The first way of meeting others that is not used yet."""
    used = programme.assessment.entry.openness
    found: Opening | None = next((way for way in programme.content.context.openness if way.id not in used), None)
    if found is None:
        return None
    return Advice(programme.names.read(found.name), (words.sentence(programme.names.read(found.first_step)),))
