"""Why a device is only to be confirmed, in both languages: a plan is computed once, and read in either."""

from diagnostic.core.eligibility import CompanyFacts, Missing, Verdict, eligibility, one_reason
from diagnostic.core.funding import A_MAXIMUM
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.who_pays import NO_BALANCE

NOTHING_KNOWN = CompanyFacts()


def test_every_reason_is_said_in_english() -> None:
    reasons = [text for text in vars(Missing).values() if isinstance(text, Text)]
    assert len(reasons) == 10
    assert all(reason.en for reason in (*reasons, A_MAXIMUM, NO_BALANCE))


def test_several_reasons_are_joined_as_each_language_does(content: Content) -> None:
    verdict = eligibility(content.devices["ftj_opco2i"], NOTHING_KNOWN)
    told = one_reason(verdict.reasons)
    assert told is not None and told.en is not None
    assert " ; " in told.fr and "; " in told.en and " ; " not in told.en


def test_nothing_is_told_where_nothing_is_missing() -> None:
    assert one_reason(Verdict("yes").reasons) is None
