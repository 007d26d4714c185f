"""The endpoint × reader table: who may ask for what, and what a form sent empty answers them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LEADING = {"link", "leader"}
OPEN = {"link", "old_link", "leader", "guest", "adviser", "adviser_in_hand", "visitor"}
ACCOUNTS = {
    "leader",
    "other_leader",
    "guest",
    "adviser",
    "adviser_in_hand",
    "unproven_adviser",
    "colleague",
    "administrator",
    "analyst",
    "funder",
    "stranger",
    "platform",
}
EVERYBODY = ACCOUNTS | {"nobody", "visitor", "link", "old_link", "contributor"}
PROVEN = ACCOUNTS - {"leader", "other_leader", "guest", "unproven_adviser"}
GONE = 401  # a form sent by a browser without session: what was typed comes back

# what is asked → the readers who may, each on the company or the organisation that they come for
MAY: Mapping[str, set[str]] = {
    "anyone": EVERYBODY,
    "signed_in": ACCOUNTS,
    "read": OPEN,
    "write": LEADING | {"old_link", "adviser_in_hand"},
    "manage": LEADING,
    "consent": LEADING,
    "attest": LEADING,
    "export": LEADING,
    "erase": LEADING | {"adviser_in_hand"},
    "journal": LEADING | {"old_link"},
    "hand_over": {"adviser", "adviser_in_hand"},
    "visit": {"adviser", "adviser_in_hand"},
    "contribute": {"contributor"},
    "invite": LEADING | {"adviser_in_hand"},
    "settle": {"adviser_in_hand"},
    "track": LEADING | {"old_link", "adviser", "adviser_in_hand"},
    "sign": LEADING | {"adviser_in_hand"},
    "reopen": set(),  # nothing is signed
    "members": {"adviser", "adviser_in_hand", "colleague", "administrator", "analyst", "funder"},
    "administrators": {"administrator"},
    "advisers": {"adviser", "adviser_in_hand", "colleague"},
    "advisers or administrators": {"adviser", "adviser_in_hand", "colleague", "administrator"},
    "funders": {"funder"},
    "platform": {"platform"},
}
# asked of a company's file: whoever may read it is told that they may not do that; to others it does not exist
READS = {
    "write",
    "manage",
    "consent",
    "attest",
    "export",
    "erase",
    "journal",
    "hand_over",
    "visit",
    "invite",
    "settle",
    "sign",
    "reopen",
    "track",
    "contribute",
}
ORGANISED = {"members", "administrators", "advisers", "advisers or administrators", "funders"}


@dataclass(frozen=True)
class Rule:
    """`code`: what those who may are answered. `other`: readers answered otherwise. `ends`: it closes something, so
    that a fresh browser asks for it."""

    who: str
    code: int = 200
    other: Mapping[str, int] = field(default_factory=dict)
    ends: bool = False
    json: bool = False
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def filed(self) -> bool:
        return self.who in READS | {"read"}

    @property
    def organised(self) -> bool:
        return self.who in ORGANISED

    @property
    def proven(self) -> bool:
        """Whether the reader's position allows it, once proven."""
        return self.who in ("members", "advisers", "advisers or administrators")


def reading(who: str = "read", code: int = 200, **other: int) -> Rule:
    return Rule(who, code, other)


def writing(code: int = 422, who: str = "write", *, ends: bool = False, **other: int) -> Rule:
    return Rule(who, code, other, ends=ends)


ANYONE = Rule("anyone")
MEMBERS_READ = {"adviser": 403, "adviser_in_hand": 403, "colleague": 403, "unproven_adviser": 303}
SIGNED_IN = Rule("signed_in")

DIAGNOSTIC: Mapping[tuple[str, str], Rule] = {
    ("leader.diagnostic", "GET"): reading(code=303),
    ("leader.company", "GET"): reading(),
    ("leader.company", "POST"): writing(),
    ("leader.entry", "GET"): reading(),
    ("leader.entry", "POST"): writing(303),
    ("leader.link", "GET"): reading("manage"),
    ("leader.link", "POST"): writing(303, "manage"),
    ("flash.onward", "GET"): reading(code=303),
    ("flash.difficulties", "GET"): reading(code=303),
    ("flash.difficulties", "POST"): writing(303),
    ("flash.question", "GET"): Rule("read", 303, given={"number": "1"}),
    ("flash.question", "POST"): Rule("write", 303, given={"number": "1"}),
    ("flash.bearing", "GET"): reading(code=303),
    ("flash.document", "GET"): reading(code=303),
    ("questions.overview", "GET"): reading(),
    ("questions.review", "GET"): reading(),
    ("questions.since", "GET"): reading(),
    ("questions.answer", "GET"): reading(),
    ("questions.answer", "POST"): writing(303),
    ("questions.save", "POST"): Rule("write", 422, json=True),
    ("results.result", "GET"): reading(),
    ("results.plan", "GET"): reading(),
    ("results.state", "GET"): reading(),
    ("results.report", "GET"): reading(),
    ("results.workbook", "GET"): reading(),
    ("restitution.page", "GET"): reading(),
    ("restitution.note", "GET"): reading(),
    ("restitution.left", "POST"): writing(303),
    ("restitution.word", "GET"): reading(),
    ("restitution.word", "POST"): writing(303, leader=403, link=403, old_link=403),
    ("signing.page", "GET"): reading(),
    ("signing.state", "GET"): reading(),
    ("signing.sign", "POST"): writing(422, "sign"),
    ("signing.document", "GET"): reading(code=404),
    ("signing.reopen", "GET"): reading("reopen"),
    ("signing.reopen", "POST"): writing(422, "reopen"),
    ("aims.target", "GET"): reading(),
    ("aims.target", "POST"): writing(303),
    ("board.board", "GET"): reading(),
    ("board.change", "POST"): writing(),
    ("board.state", "GET"): reading(),
    ("scenarios.what_if", "GET"): reading(),
    ("scenarios.state", "GET"): reading(),
    ("scenarios.compare", "GET"): reading(),
    ("scenarios.keep", "POST"): writing(),
    ("skills.gap", "GET"): reading(),
    ("skills.questions", "GET"): reading(),
    ("skills.questions", "POST"): writing(303),
    ("skills.practice", "GET"): reading(),
    ("skills.practice", "POST"): writing(303),
    ("matrix.grid", "GET"): reading(),
    ("matrix.grid", "POST"): writing(),
    ("matrix.upload", "GET"): reading(code=303),
    ("matrix.upload", "POST"): writing(),
    ("matrix.template", "GET"): reading(),
    ("matrix.export", "GET"): reading(),
    ("matrix.reading", "GET"): reading(),
    ("peers.page", "GET"): reading(),
}
FILE: Mapping[tuple[str, str], Rule] = {
    ("accesses.page", "GET"): reading(),
    ("accesses.invite", "POST"): writing(422, "manage"),
    ("accesses.fund", "POST"): writing(422, "manage"),
    ("accesses.close_link", "POST"): writing(303, "manage", ends=True, link=422),
    ("accesses.end", "POST"): writing(303, "manage", ends=True, link=404),
    ("accesses.revoke_invitation", "POST"): writing(303, "manage", ends=True, link=404),
    ("consenting.page", "GET"): reading("consent"),
    ("consenting.page", "POST"): writing(422, "consent"),
    ("contribution.invitations", "GET"): reading("invite"),
    ("contribution.invitations", "POST"): writing(422, "invite"),
    ("contribution.revoke", "POST"): writing(303, "invite", ends=True, link=404, adviser_in_hand=404),
    ("contribution.overview", "GET"): reading("contribute"),
    ("contribution.answer", "GET"): reading("contribute"),
    ("contribution.answer", "POST"): writing(303, "contribute"),
    ("contribution.save", "POST"): Rule("contribute", 422, json=True),
    ("contribution.work_in", "POST"): writing(303, "contribute"),
    ("doors.claim", "GET"): reading("manage"),
    ("doors.claim", "POST"): writing(422, "manage", leader=200),
    ("handing.page", "GET"): reading("hand_over"),
    ("handing.over", "POST"): writing(303, "hand_over", ends=True),
    ("handing.back", "POST"): writing(303, "hand_over", ends=True),
    ("handing.leave", "POST"): writing(303, "hand_over", ends=True, adviser_in_hand=400),
    ("handing.revoke", "POST"): writing(404, "hand_over"),
    ("privacy.data", "GET"): reading("export"),
    ("privacy.export", "POST"): writing(200, "export"),
    ("privacy.erase", "GET"): reading("erase"),
    ("privacy.erase", "POST"): writing(422, "erase"),
    ("visits.withdraw", "POST"): writing(303, "visit", ends=True, adviser_in_hand=404),
    ("trail.page", "GET"): reading("journal"),
    ("consolidation.page", "GET"): reading(),
    ("consolidation.settle", "POST"): writing(422, "settle"),
    ("proofs.page", "GET"): reading(),
    ("proofs.add", "POST"): writing(),
    ("proofs.image", "GET"): reading(link=404, adviser_in_hand=404, visitor=404),
    ("proofs.remove", "POST"): writing(303, link=404, adviser_in_hand=404),
    ("again.page", "GET"): reading(),
    ("printing.page", "GET"): reading(),
    ("printing.questionnaire", "GET"): reading(),
    ("printing.visit", "GET"): reading(),
    ("again.start", "POST"): writing(303, "track", ends=True, old_link=403),
    ("steps.page", "GET"): reading(),
    ("steps.export", "GET"): reading(),
    ("steps.change", "GET"): reading("track", link=404, adviser_in_hand=404),
    ("steps.change", "POST"): writing(422, "track", link=404, adviser_in_hand=404),
    ("comparison.page", "GET"): reading(),
    ("visits.page", "GET"): reading(),
    ("visits.record", "POST"): writing(422, "visit"),
    ("visits.attest", "POST"): writing(303, "attest", link=404),
}
ORGANISATION: Mapping[tuple[str, str], Rule] = {
    ("advising.companies", "GET"): reading("advisers or administrators"),
    ("advising.prepare", "GET"): reading("advisers"),
    ("advising.prepare", "POST"): writing(422, "advisers"),
    ("advising.reassign", "GET"): Rule("administrators", given={"access": "adviser_access"}),
    ("advising.reassign", "POST"): writing(422, "administrators"),
    ("portfolio.export", "GET"): reading("advisers"),
    ("portfolio.activity", "GET"): reading("administrators"),
    ("funding_bodies.companies", "GET"): reading("funders"),
    ("funding_bodies.table", "GET"): reading("funders"),
    ("organisations.home", "GET"): reading("members", 303, analyst=200),
    ("organisations.members", "GET"): reading("advisers or administrators"),
    ("organisations.members", "POST"): writing(422, "administrators", **MEMBERS_READ),
    ("organisations.member", "GET"): reading("administrators"),
    ("organisations.member", "POST"): writing(422, "administrators"),
    ("organisations.remove", "POST"): writing(303, "administrators", ends=True),
    ("organisations.revoke", "POST"): writing(404, "administrators", ends=True),
    ("organisations.everywhere", "GET"): reading("platform"),
    ("organisations.everywhere", "POST"): writing(422, "platform"),
    ("organisations.one", "GET"): reading("platform"),
    ("organisations.one", "POST"): writing(422, "platform"),
    ("organisations.close", "POST"): writing(303, "platform", ends=True),
    ("organisations.reopen", "POST"): writing(303, "platform", ends=True),
    ("organisations.revoke_first", "POST"): writing(404, "platform", ends=True),
    ("editing.page", "GET"): reading("platform"),
    ("editing.workbook", "GET"): reading("platform"),
    ("editing.compare", "GET"): reading("platform", 303),
    ("editing.compare", "POST"): writing(422, "platform"),
    ("editing.save", "GET"): reading("platform", 303),
    ("editing.save", "POST"): writing(422, "platform"),
}
OPEN_DOORS: Mapping[tuple[str, str], Rule] = {
    ("leader.home", "GET"): ANYONE,
    ("lookup.search", "GET"): reading("anyone", 404),
    ("leader.start", "GET"): ANYONE,
    ("leader.start", "POST"): writing(422, "anyone"),
    ("leader.agreements", "GET"): ANYONE,
    ("leader.resume", "GET"): ANYONE,
    ("leader.resume", "POST"): writing(422, "anyone"),
    ("leader.resume_with", "GET"): ANYONE,
    ("leader.leave", "POST"): writing(303, "anyone", ends=True),
    ("funding.ask", "GET"): ANYONE,
    ("funding.catalogue", "GET"): ANYONE,
    ("funding.opco", "GET"): ANYONE,
    # nothing is released in these tests: the first page says so, the others lead to it
    ("region.home", "GET"): ANYONE,
    ("region.coverage", "GET"): Rule("anyone", 303),
    ("region.tables", "GET"): Rule("anyone", 303),
    ("region.table", "GET"): Rule("anyone", 303, given={"table": "status_country"}),
    ("open_data.page", "GET"): Rule("anyone", 303),
    ("open_data.file", "GET"): Rule("anyone", 404, given={"number": "1", "name": "codes.csv"}),
    ("region_maturity.page", "GET"): Rule("anyone", 303),
    ("region_skills.page", "GET"): Rule("anyone", 303),
    ("region_needs.page", "GET"): Rule("anyone", 303),
    ("region_money.page", "GET"): Rule("anyone", 303),
    ("region_map.page", "GET"): Rule("anyone", 303),
    ("region_figures.svg", "GET"): Rule("anyone", 303, given={"figure": "stades"}),
    ("region_figures.csv", "GET"): Rule("anyone", 303, given={"figure": "stades"}),
    ("privacy.page", "GET"): ANYONE,
    ("statement.page", "GET"): ANYONE,
    ("statement.site", "GET"): ANYONE,
    ("glossary.page", "GET"): ANYONE,
    ("gallery.page", "GET"): ANYONE,
    ("privacy.erased", "GET"): Rule("anyone", given={"what": "company"}),
    ("doors.ask", "GET"): ANYONE,
    ("doors.ask", "POST"): writing(422, "anyone"),
    ("doors.sent", "GET"): Rule("anyone", 303),
    ("doors.sent", "POST"): writing(303, "anyone"),
    ("doors.carried", "GET"): ANYONE,
    ("doors.open", "POST"): writing(200, "anyone"),
    ("invitations.carried", "GET"): Rule("anyone", 404),
    ("invitations.accept", "GET"): ANYONE,
    ("invitations.accept", "POST"): writing(422, "anyone"),
    ("oidc.start", "POST"): writing(404, "anyone"),
    ("oidc.back", "GET"): Rule("anyone", 404),
}
ACCOUNT: Mapping[tuple[str, str], Rule] = {
    ("account.home", "GET"): SIGNED_IN,
    ("account.name", "POST"): writing(303, "signed_in"),
    ("account.sessions", "GET"): SIGNED_IN,
    ("account.close_session", "POST"): writing(404, "signed_in", ends=True),
    ("account.close_others", "POST"): writing(303, "signed_in", ends=True),
    ("privacy.erase_account", "GET"): SIGNED_IN,
    ("privacy.erase_account", "POST"): writing(422, "signed_in", ends=True),
    ("proof.page", "GET"): Rule("signed_in", 200, dict.fromkeys(PROVEN, 303)),
    ("proof.show", "POST"): writing(303, "signed_in"),
    ("oidc.identity", "GET"): Rule("signed_in", 404),
    ("oidc.unlink", "POST"): writing(404, "signed_in"),
}
SECURITY: Mapping[tuple[str, str], Rule] = {
    ("security.login", "GET"): Rule("anyone", 200, dict.fromkeys(ACCOUNTS, 302)),
    ("security.login", "POST"): writing(422, "anyone", **dict.fromkeys(ACCOUNTS, 302)),
    ("security.logout", "POST"): writing(302, "anyone", ends=True),
    ("security.tf_select", "GET"): Rule("anyone", 302),
    ("security.tf_select", "POST"): writing(302, "anyone"),
    ("security.two_factor_token_validation", "GET"): Rule("anyone", 303),
    ("security.two_factor_token_validation", "POST"): writing(303, "anyone"),
    ("security.mf_recovery", "GET"): Rule("anyone", 302),
    ("security.mf_recovery", "POST"): writing(302, "anyone"),
    ("security.wan_signin", "GET"): Rule("anyone", 200, dict.fromkeys(ACCOUNTS, 302)),
    ("security.wan_signin", "POST"): writing(200, "anyone", **dict.fromkeys(ACCOUNTS, 302)),
    ("security.wan_signin_response", "POST"): writing(302, "anyone"),
    ("security.change_password", "GET"): SIGNED_IN,
    ("security.change_password", "POST"): writing(422, "signed_in"),
    ("security.verify", "GET"): SIGNED_IN,
    ("security.verify", "POST"): writing(422, "signed_in"),
    ("security.two_factor_setup", "GET"): SIGNED_IN,
    ("security.two_factor_setup", "POST"): writing(303, "signed_in"),
    ("security.mf_recovery_codes", "GET"): SIGNED_IN,
    ("security.mf_recovery_codes", "POST"): writing(200, "signed_in"),
    ("security.wan_register", "GET"): SIGNED_IN,
    ("security.wan_register", "POST"): writing(422, "signed_in"),
    ("security.wan_register_response", "POST"): writing(302, "signed_in"),
    ("security.wan_delete", "POST"): writing(302, "signed_in"),
    ("security.wan_verify", "GET"): SIGNED_IN,
    ("security.wan_verify", "POST"): writing(200, "signed_in"),
    ("security.wan_verify_response", "POST"): writing(302, "signed_in"),
}
TABLE: Mapping[tuple[str, str], Rule] = {**DIAGNOSTIC, **FILE, **ORGANISATION, **OPEN_DOORS, **ACCOUNT, **SECURITY}

# who opens a page, of those who may: the first of these
IN_TURN = (
    "adviser_in_hand",
    "leader",
    "link",
    "administrator",
    "adviser",
    "analyst",
    "funder",
    "platform",
    "contributor",
    "nobody",
)


def pages() -> Iterator[tuple[str, str]]:
    """(endpoint, reader) of everything that answers with a page or a document."""
    for (endpoint, method), rule in sorted(TABLE.items()):
        if method != "GET":
            continue
        for reader in IN_TURN:
            if reader in MAY[rule.who] and rule.other.get(reader, rule.code) == 200:
                yield endpoint, reader
                break
