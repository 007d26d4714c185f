"""An example company as its own leader opens it: stored as a diagnostic of theirs, with a browser session."""

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import accounts, assessing
from diagnostic.services.database import Database
from diagnostic.web.reader import OWN
from tests.web.served import NOW

COOKIE = "palier"


def owned(database: Database, content: Content, id: str, assessment: Assessment) -> str:
    """The value of the cookie that opens it."""
    with database.session() as session:
        assessing.add(session, content, id, assessment, NOW)
        record = accounts.open_session(session, NOW)
        accounts.save_session(session, record.token, {OWN: id}, NOW)
        session.commit()
    return record.token
