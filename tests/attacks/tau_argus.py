"""A second opinion: τ-Argus (pytauargus, Statistics Netherlands' engine) on one table of amounts by two axes.

It runs in a process of its own: its engine keeps one state a process, and some tables make it search for ever; and in
a folder of its own, where its solvers leave their logs. What it returns are the true values with the status of each
cell; only `safe()` would mask them, and nothing of it is published.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOTAL = "Total"


@dataclass(frozen=True, slots=True)
class Opinion:
    """Of a cell: `status` S shown, U unsafe by a rule, M withheld for others' sake, E empty. `low`, `high`: what
    anybody may work out of a withheld one from those that τ-Argus shows, None where it is shown."""

    codes: tuple[str, str]
    amount: float
    companies: int
    status: str
    low: float | None
    high: float | None


def second_opinion(
    rows: Sequence[tuple[str, str, float]], rules: str, seconds: float = 60, suppress: str = "OPT(1,1)"
) -> tuple[Opinion, ...]:
    """What τ-Argus says of the table, margins included. Raises TimeoutExpired where it takes longer."""
    asked = json.dumps({"rows": list(rows), "rules": rules, "suppress": suppress})
    with tempfile.TemporaryDirectory() as place:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.attacks.tau_argus"],
            input=asked,
            capture_output=True,
            text=True,
            timeout=seconds,
            cwd=place,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=False,
        )
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    found = json.loads(ran.stdout.splitlines()[-1])
    return tuple(Opinion((one["sector"].strip(), one["region"].strip()), *one["told"]) for one in found)


def _asked_of_the_engine(asked: dict[str, object], folder: str) -> list[dict[str, object]]:
    from pandas import DataFrame
    from pytauargus import protect

    table = DataFrame(asked["rows"], columns=["sector", "region", "amount"])
    axes = ["sector", "region"]
    result = protect(
        table, axes, response="amount", safety_rules=asked["rules"], suppress=asked["suppress"], workdir=folder
    )
    ranges = {row["cell"]: (row["min"], row["max"]) for row in result.engine.audit(0)}
    return [
        {
            "sector": row["sector"],
            "region": row["region"],
            "told": [row["amount"], row["freq"], row["status"], *ranges.get(rank, (None, None))],
        }
        for rank, row in enumerate(result.tables[0].rows)
    ]


if __name__ == "__main__":
    print("\n" + json.dumps(_asked_of_the_engine(json.loads(sys.stdin.read()), str(Path.cwd()))))
