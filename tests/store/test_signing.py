"""Signing on a real database: frozen once, for what was shown; opened again without losing anything."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from diagnostic.core.errors import UserError
from diagnostic.core.model.access import Actor
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation
from diagnostic.services import answering, assessing, restituting, signing, tracking
from diagnostic.services.database import Database
from diagnostic.services.signing import ChangedError, Draft, SignedAlreadyError, Signing
from tests.reports import workshop
from tests.store.test_assessing import NOW

ID, TODAY = "atelier", date(2026, 11, 22)
ACTOR = Actor("user", "someone", "adviser")
TOLD = Signing(TODAY, "Léa Martin", "Gérante")
PDF = b"%PDF-1.7 as it was signed"


@pytest.fixture
def kept(database: Database, content: Content) -> Database:
    with database.session() as session:
        assessing.add(session, content, ID, workshop.assessment(), NOW)
        session.commit()
    return database


def drafted(database: Database, content: Content) -> Draft:
    with database.session(writes=False) as session:
        found = assessing.load(session, content, ID)
        return Draft(found, workshop.plan(), restituting.restitution(session, ID).word)


def sign(database: Database, draft: Draft) -> signing.Signature:
    document = draft.text(workshop.content(), TOLD)
    with database.session() as session:
        made = signing.sign(session, draft, TOLD, document, PDF, ACTOR, NOW)
        session.commit()
    return made


def test_what_is_signed_is_kept_to_the_byte(kept: Database, content: Content) -> None:
    draft = drafted(kept, content)
    made = sign(kept, draft)
    with kept.session(writes=False) as session:
        assert signing.in_force(session, ID) == made
        assert signing.pdf_of(session, ID, made.id) == PDF
        assert assessing.load(session, content, ID).signed_at == NOW
        assert len(tracking.follow_up(session, ID).steps) == len(workshop.TITLES)
    assert made.document == draft.text(workshop.content(), TOLD)
    assert signing.hash_of(made.document.encode()) == made.sha256 and signing.hash_of(PDF) == made.pdf_sha256
    assert [one.title for one in signing.signed_plan(made).lines] == list(workshop.TITLES)


def test_it_is_signed_once(kept: Database, content: Content) -> None:
    draft = drafted(kept, content)
    sign(kept, draft)
    with pytest.raises(SignedAlreadyError):
        sign(kept, draft)
    with kept.session(writes=False) as session:
        assert len(signing.signatures_of(session, ID)) == 1


def test_two_who_sign_at_once_make_one_signature(kept: Database, content: Content) -> None:
    draft = drafted(kept, content)
    with ThreadPoolExecutor(4) as pool:
        outcomes = [one.exception() for one in [pool.submit(sign, kept, draft) for _ in range(4)]]
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", *["SignedAlreadyError"] * 3]
    with kept.session(writes=False) as session:
        assert len(signing.signatures_of(session, ID)) == 1
        assert len(tracking.follow_up(session, ID).steps) == len(workshop.TITLES)


def test_what_changed_since_it_was_shown_is_not_signed(kept: Database, content: Content) -> None:
    draft = drafted(kept, content)
    answer = Operation(op_id="late", item="it_security", function=None, rating=3.0, respondent="ana")
    with kept.session() as session:
        answering.record(session, content, answering.sheet(session, content, ID), [answer], NOW)
        session.commit()
    with pytest.raises(ChangedError):
        sign(kept, draft)
    again = drafted(kept, content)
    with kept.session() as session:
        restituting.write_word(session, ID, "Un mot de dernière minute.", ACTOR, NOW)
        session.commit()
    with pytest.raises(ChangedError):
        sign(kept, again)
    sign(kept, drafted(kept, content))


def test_nothing_is_written_under_a_signature(kept: Database, content: Content) -> None:
    """Rights say so before; a request that was let in just before the signature finds it here."""
    sign(kept, drafted(kept, content))
    with kept.session() as session:
        stands = assessing.load(session, content, ID)
        with pytest.raises(assessing.SignedError):
            answering.sheet(session, content, ID)
        with pytest.raises(assessing.SignedError):
            assessing.keep(session, content, ID, NOW, lambda assessment: assessment)
        with pytest.raises(assessing.SignedError):
            assessing.save_entry(session, content, ID, stands.assessment.entry, stands.assessment.constraints, NOW)


def test_another_answer_word_schedule_or_day_is_another_mark(kept: Database, content: Content) -> None:
    draft, made = drafted(kept, content), workshop.content()
    later = replace(draft.plan, on=date(2026, 11, 23))
    fewer = replace(draft.plan, actions=draft.plan.actions[:-1])
    others = [replace(draft, word="Un mot."), replace(draft, plan=later), replace(draft, plan=fewer)]
    others.append(replace(draft, diagnostic=replace(draft.diagnostic, version=99)))
    marks = {one.mark(made) for one in (draft, *others)}
    assert len(marks) == 5
    assert replace(draft, plan=replace(draft.plan, solver_seconds=9.0)).mark(made) == draft.mark(made)


def test_opened_again_it_keeps_what_was_signed_and_what_was_done(kept: Database, content: Content) -> None:
    first = sign(kept, drafted(kept, content))
    with kept.session() as session:
        assert signing.reopen(session, ID, "  un marché\n perdu ", ACTOR, NOW) == first.id
        session.commit()
    with kept.session(writes=False) as session:
        assert signing.in_force(session, ID) is None
        assert [one.reopened_why for one in signing.signatures_of(session, ID)] == ["un marché perdu"]
        assert signing.pdf_of(session, ID, first.id) == PDF
        assert assessing.load(session, content, ID).signed_at is None
        steps = tracking.follow_up(session, ID).steps
    second = sign(kept, drafted(kept, content))
    with kept.session(writes=False) as session:
        assert {one.id for one in tracking.follow_up(session, ID).steps} == {one.id for one in steps}
        found = signing.in_force(session, ID)
        assert found is not None and found.id == second.id and second.sha256 == first.sha256


def test_opening_again_asks_for_a_reason_and_for_something_signed(kept: Database, content: Content) -> None:
    with kept.session() as session, pytest.raises(UserError, match="rien n’est signé"):
        signing.reopen(session, ID, "une raison", ACTOR, NOW)
    sign(kept, drafted(kept, content))
    for why in ("", " \n ", "x" * 501):
        with kept.session() as session, pytest.raises(UserError) as refused:
            signing.reopen(session, ID, why, ACTOR, NOW)
        assert refused.value.field == "why"


def test_the_note_promises_a_day_and_keeps_its_promise(kept: Database, content: Content) -> None:
    with kept.session() as session:
        first = restituting.leave_note(session, content, ID, " Léa,\n Hugo ", TODAY)
        session.commit()
    assert (first.noted_on, first.due_on, first.present) == (TODAY, date(2026, 12, 13), "Léa, Hugo")
    assert (first.due_on - TODAY).days == content.restitution.days if first.due_on else False


def test_a_word_too_long_is_refused(kept: Database) -> None:
    for typed in ("x" * 1501, "\n".join("a" * 13)):
        with kept.session() as session, pytest.raises(UserError) as refused:
            restituting.write_word(session, ID, typed, ACTOR, NOW)
        assert refused.value.field == "word"


def test_a_word_is_kept_in_clean_lines_and_taken_away_when_emptied(kept: Database) -> None:
    with kept.session() as session:
        assert restituting.write_word(session, ID, " Bravo.\r\n\r\n  Une   suite. \n", ACTOR, NOW)
        assert restituting.restitution(session, ID).word == "Bravo.\nUne suite."
        assert not restituting.write_word(session, ID, "Bravo.\nUne suite.", ACTOR, NOW)
        assert restituting.write_word(session, ID, " \n ", ACTOR, NOW)
        assert restituting.restitution(session, ID).word is None
        session.commit()


def test_what_was_marked_is_still_open(kept: Database, content: Content) -> None:
    marked = Operation(op_id="m", item="it_security", function=None, rating=1.0, respondent="ana", flagged=True)
    with kept.session() as session:
        answering.record(session, content, answering.sheet(session, content, ID), [marked], NOW)
        assert restituting.pending(session, ID).flagged == (("it_security", None),)
        answering.record(
            session, content, answering.sheet(session, content, ID), [replace(marked, op_id="n", flagged=False)], NOW
        )
        assert restituting.pending(session, ID) == restituting.Pending()
