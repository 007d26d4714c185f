"""A signed plan: the exact text that is signed (`palier-signature/1`) ↔ core values."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from diagnostic.content.assessments import assessment_document, parse_document, parse_json
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.signature import SignedLine, SignedPlan, Signing
from diagnostic.core.plan_document import plan_document

FORMAT = "palier-signature/1"
LANG = "fr"
UNREADABLE = N_("ce document signé ne se relit pas")
PLAN = TypeAdapter(Plan)
SIGNING = TypeAdapter(Signing)


def signed_text(
    content: Content, diagnostic: str, assessment: Assessment, plan: Plan, word: str | None, signing: Signing
) -> str:
    """What is signed, as JSON on one line: the same values give the same text, whose UTF-8 bytes are hashed."""
    document = {
        "format": FORMAT,
        "diagnostic": diagnostic,
        **SIGNING.dump_python(signing, mode="json"),
        "word": word,
        "content_sha256": content.questionnaire.content_sha256,
        "assessment": assessment_document(assessment),
        "plan": plan_document(plan, content, LANG),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def read_signed(text: str) -> SignedPlan:
    """What `signed_text` wrote, whatever the content has become since. UserError where it is not such a text."""
    raw = parse_json(text, "document")
    if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
        raise UserError(_(UNREADABLE), "document", _('attendu : "format": "{format}"', format=FORMAT))
    try:
        return SignedPlan(
            signing=SIGNING.validate_python(raw),
            word=raw["word"],
            content_sha256=raw["content_sha256"],
            assessment=parse_document(raw["assessment"]),
            plan=parse_plan(raw["plan"]),
            lines=tuple(_line(row) for row in sorted(raw["plan"]["actions"], key=lambda row: row["priority_rank"])),
        )
    except (KeyError, TypeError, ValidationError) as error:
        raise UserError(_(UNREADABLE), "document") from error


def parse_plan(raw: Mapping[str, Any]) -> Plan:
    """A `palier-plan/1` document → the plan, in the language it was told in. ValidationError where it is not one."""
    actions = [_action(row) for row in raw["actions"]]
    confirm = [{**row, "reason": {LANG: row["reason"]}} for row in raw["to_confirm"]]
    unreached = [{**row, "because": {LANG: row["because"]}} for row in raw["unreached"]]
    return PLAN.validate_python(
        {
            **raw,
            "actions": actions,
            "to_confirm": confirm,
            "unreached": unreached,
            "targets": list(raw["targets"].items()),
        }
    )


def _action(row: Mapping[str, Any]) -> dict[str, Any]:
    """The names that a document gives, as the values bear them."""
    raises = [{"cell": one["cell"], "start": one["from"], "to": one["to"]} for one in row["raises"]]
    tasks = [{**one, "text": {LANG: one["text"]}, "basis": {LANG: one["basis"]}} for one in row["tasks"]]
    amounts = [
        {**one, "rule": {LANG: one["rule"]}, "source": {LANG: one["source"]}} for one in row["cost"]["by_device"]
    ]
    return {**row, "raises": raises, "tasks": tasks, "cost": {**row["cost"], "by_device": amounts}}


def _line(row: Mapping[str, Any]) -> SignedLine:
    cost = row["cost"]
    return SignedLine(row["id"], row["title"], row["start_quarter"], row["quarters"], cost["gross"], cost["net"])
