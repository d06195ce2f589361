"""Tells which required mechanisms the last test run covered.

`docs/requirements.csv` lists the mechanisms that the five seed plans ask for, and after them the clauses of the rating
system (``RT-…``), which no plan spells out. A row counts as covered only if an acceptance
test that names it passed in the last run; the tests' own plugin writes the outcomes.
"""

import argparse
import csv
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from zhengyou.site import environment
from zhengyou.site.console import Stop, say

PLANS = "seeds"
RATING = "rating"
ORIGINS = {PLANS: "五份方案 / the plans", RATING: "好差评条款 / the rating system"}
"""Where a row comes from: a seed plan, or a clause of the rating system."""

LIST = Path(__file__).resolve().parents[3] / "docs" / "requirements.csv"


class Outcome(TypedDict):
    """What one test said: the rows it drives and whether it passed."""

    ids: list[str]
    passed: bool


@dataclass(frozen=True)
class Row:
    """One required mechanism: the seed it stands in, the room that owes it, the plan's words, what the product must.

    A clause of the rating system stands in no seed; its ``seed`` says ``rating``.
    """

    id: str
    seed: str
    room: str
    mechanism: str
    must: str

    @property
    def origin(self) -> str:
        """Return whether the row comes from a plan or from the rating system."""
        return RATING if self.seed == RATING else PLANS


def rows() -> list[Row]:
    """Read the project's list of required mechanisms.

    Raises:
        Stop: the list is not there (it belongs to a checkout, not to an installed wheel).
    """
    try:
        with LIST.open(encoding="utf-8", newline="") as file:
            return [Row(**row) for row in csv.DictReader(file)]
    except FileNotFoundError as error:
        raise Stop(f"the list of requirements is missing: {LIST}") from error


def outcomes_path() -> Path:
    """Return where the test run leaves its outcomes."""
    return environment.var() / "requirements.json"


def outcomes() -> dict[str, Outcome]:
    """Read the outcomes of the last test run by test; empty where there was none."""
    try:
        found: dict[str, Outcome] = json.loads(outcomes_path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def covered() -> set[str]:
    """Return the ids that a passed test of the last run drives."""
    return {each for outcome in outcomes().values() if outcome["passed"] for each in outcome["ids"]}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou requirements`."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--open", action="store_true", help="print the rows that are not covered")


def run(options: argparse.Namespace) -> int:
    """Print the covered ids per room."""
    every, done = rows(), covered()
    total = Counter(row.room for row in every)
    per_room = {room: [row.id for row in every if row.room == room and row.id in done] for room in sorted(total)}
    origins = {
        origin: {"covered": len([row for row in found if row.id in done]), "total": len(found)}
        for origin in ORIGINS
        for found in [[row for row in every if row.origin == origin]]
    }
    if options.json:
        rooms = {room: {"covered": ids, "total": total[room]} for room, ids in per_room.items()}
        covered_rows = sum(len(ids) for ids in per_room.values())
        told = {"covered": covered_rows, "total": len(every), "origins": origins, "rooms": rooms}
        say(json.dumps(told, ensure_ascii=False))
        return 0
    if not outcomes_path().exists():
        say("尚无测试记录 / no test run yet: make test")
    for room, ids in per_room.items():
        say(f"{room:26} {len(ids):3} / {total[room]:<3} {' '.join(ids)}".rstrip())
    say(f"{'合计 / total':24} {sum(len(ids) for ids in per_room.values()):3} / {len(every)}")
    for origin, counts in origins.items():
        say(f"{ORIGINS[origin]:24} {counts['covered']:3} / {counts['total']}")
    if options.open:
        for row in every:
            if row.id not in done:
                say(f"{row.id:6} {row.room:22} {row.mechanism} — {row.must}")
    return 0
