"""Who answers a flash form one question a page: its leader, on a telephone."""

from diagnostic.core.model.access import Act, Role
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.web.access import here, may

FLASH = "flash"
ITS_LEADER = {Role.LEADER, Role.HOLDER}


def asks_one_by_one(diagnostic: Diagnostic) -> bool:
    """Whether this reader answers a flash form."""
    return diagnostic.assessment.form == FLASH and may(Act.WRITE)


def is_at_hand(diagnostic: Diagnostic) -> bool:
    """Whether this reader is the leader who answers it: one question a page is where they go on."""
    return asks_one_by_one(diagnostic) and bool(here().roles & ITS_LEADER)
