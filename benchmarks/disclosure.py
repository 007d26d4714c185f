"""What protection costs: cells shown against the threshold alone and against τ-Argus, and how long the attacker reads.

Run `python -m benchmarks.disclosure [COMPANIES …]` (3,000 by default). First the reference catalogue: who was asked
what, how long each kind of question took, how many targets no two worlds defended; a calibration loop of pure Python
stands beside, since machines differ. Then amounts by sector and region alone, the one table that τ-Argus can also
protect: it knows no release but this table and tells exact amounts, so that it withholds cells for others' sake, where
rounded amounts need fewer. The threshold alone tells most, and gives some of what it hides away.
"""

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from unittest.mock import patch

from benchmarks.plans import calibration
from diagnostic.content.loader import load_content
from diagnostic.core import suppression
from diagnostic.core.auditing import audit
from diagnostic.core.cohort import count_in
from diagnostic.core.disclosure import protect, shown_counts
from diagnostic.core.model.audited import Failure, System, Target
from diagnostic.core.model.catalogue import Content
from diagnostic.synthetic import territory
from tests.attacks.tau_argus import second_opinion
from tests.attacks.test_tau_argus import RULES, catalogue, companies, rows_of, told

SEED = 7
USUAL = (3_000,)
SINGLE = ((300, 1), (300, 2), (3_000, 3), (3_000, 4))


@dataclass(slots=True)
class Asked:
    """Of one kind of system: how often it was read, what was asked, what failed, the seconds it took."""

    times: int = 0
    targets: int = 0
    failures: int = 0
    seconds: float = 0.0
    longest: float = 0.0


def release(content: Content, many: int) -> None:
    """One release, each reading of the attacker's timed by kind."""
    asked: dict[str, Asked] = defaultdict(Asked)

    def timed(system: System, targets: Sequence[Target]) -> tuple[Failure, ...]:
        began = perf_counter()
        failures = audit(system, targets)
        spent = perf_counter() - began
        one = asked[system.name.partition("/")[0]]
        one.times, one.targets, one.failures = one.times + 1, one.targets + len(targets), one.failures + len(failures)
        one.seconds, one.longest = one.seconds + spent, max(one.longest, spent)
        return failures

    cohort = count_in(territory(content, many, SEED), content)
    pace, began = calibration(), perf_counter()
    with patch.object(suppression, "audit", timed):
        made = protect(cohort, content.observatory, (), 1, lambda *_: None)
    whole = perf_counter() - began
    shown, alone = shown_counts(made.tables, cohort, content.observatory)
    print(f"{many:,} companies: {shown} cells shown of {alone} by the threshold alone, {shown / alone:.3f}")
    print(f"protected in {whole:.1f} s, calibration {pace:.2f} s, ratio {whole / pace:.0f}; of which the attacker:")
    print(f"{'':12}{'systems':>9}{'targets':>9}{'failed':>8}{'seconds':>9}{'longest':>9}")
    for name, one in sorted(asked.items()):
        counts = f"{one.times:>9}{one.targets:>9}{one.failures:>8}"
        print(f"{name:12}{counts}{one.seconds:>9.2f}{one.longest:>9.2f}")


def single_table(many: int, seed: int) -> None:
    cohort = companies(many, seed)
    began = perf_counter()
    opinions = second_opinion(rows_of(cohort), RULES)
    theirs = perf_counter() - began
    ours = told(protect(cohort, catalogue(), (), 1, lambda *_: None).tables)
    spent = perf_counter() - began - theirs
    status = [one.status for one in opinions]
    print(
        f"{many:>6,} firms, amounts by sector × region: threshold alone {sum(one.companies >= 5 for one in opinions)},"
        f" τ-Argus {status.count('S')} ({status.count('U')} by a rule, {status.count('M')} for others; {theirs:.1f} s),"
        f" ours {len(ours)} ({spent:.1f} s)"
    )


def main() -> None:
    content = load_content()
    for many in [int(one) for one in sys.argv[1:]] or USUAL:
        release(content, many)
    for many, seed in SINGLE:
        single_table(many, seed)


if __name__ == "__main__":
    main()
