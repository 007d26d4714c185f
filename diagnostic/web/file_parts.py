"""The parts of a company's file, as the audit trail names them: which page shows, or changes, which."""

OTHER = "file"
PARTS = {
    "leader.company": "company",
    "leader.entry": "entry",
    "questions": "answers",
    "flash.question": "answers",
    "flash.difficulties": "entry",
    "flash.bearing": "result",
    "flash.document": "report",
    "contribution.answer": "answers",
    "contribution.save": "answers",
    "results.result": "result",
    "results.plan": "plan",
    "results.state": "plan",
    "results.report": "report",
    "results.workbook": "workbook",
    "restitution": "restitution",
    "restitution.note": "note",
    "restitution.word": "word",
    "signing": "plan",
    "signing.document": "report",
    "aims": "target",
    "board": "plan",
    "scenarios": "plan",
    "skills": "skills",
    "matrix": "matrix",
    "visits": "visits",
    "steps": "steps",
    "comparison": "comparison",
    "peers": "result",
    "proofs": "proofs",
    "consolidation": "views",
    "again": "result",
    "printing": "company",
}
DOCUMENTS = (
    "restitution.note",
    "signing.document",
    "steps.export",
    "results.report",
    "results.workbook",
    "matrix.export",
    "flash.document",
)


def part_of(endpoint: str | None) -> str | None:
    """By the page, or else by its blueprint; None where nothing of the company's own is shown."""
    named = endpoint or ""
    return PARTS.get(named) or PARTS.get(named.partition(".")[0])
