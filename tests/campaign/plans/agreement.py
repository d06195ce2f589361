"""How well drafts agree with hand-made labels: the rules of the evaluator that comes with the labelled plans, in short."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.export import plain_json

Tally = dict[str, list[int]]


def plain(text: str | None) -> str:
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", text or "")).lower()


def likeness(one: str, other: str) -> float:
    a, b = sorted((plain(one), plain(other)), key=len)
    if a and a in b and len(a) >= 2 and len(a) / len(b) >= 0.34:
        return 0.9
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def same_words(field: str, least: float) -> Callable[[Any, Any], bool]:
    return lambda g, p: likeness(g[field], p[field]) >= least


def pairs(gold: list[Any], given: list[Any], same: Callable[[Any, Any], bool]) -> list[tuple[Any, Any]]:
    rest, found = list(given), []
    for one in gold:
        match = next((other for other in rest if same(one, other)), None)
        if match is not None:
            rest.remove(match)
            found.append((one, match))
    return found


LISTS: dict[str, Callable[[Any, Any], bool]] = {
    "dimensions": lambda g, p: plain(g["name"]) == plain(p["name"]),
    "phases": same_words("name", 0.75),
    "deadlines": lambda g, p: (
        g["due"] == p["due"] and g["recurrence"] == p["recurrence"] and likeness(g["action"], p["action"]) >= 0.45
    ),
    "quotas": lambda g, p: g["count"] == p["count"] and likeness(g["award"], p["award"]) >= 0.6,
    "weights": lambda g, p: g["points"] == p["points"] and likeness(g["item"], p["item"]) >= 0.5,
    "recipients": lambda g, p: likeness(g, p) >= 0.75,
    "bodies": lambda g, p: likeness(g, p) >= 0.75,
}


def compare(gold: dict[str, Any], given: dict[str, Any], tally: Tally) -> None:
    for field in ("title", "issuer", "document_number", "issued_on"):
        a, b = gold[field], given[field]
        tally[field][0] += bool(a and b and (a == b or (field in {"title", "issuer"} and likeness(a, b) >= 0.85)))
        tally[field][1] += bool(a)
        tally[field][2] += bool(b)
    for field, same in LISTS.items():
        found = pairs(gold[field], given[field], same)
        for at, number in enumerate((len(found), len(gold[field]), len(given[field]))):
            tally[field][at] += number
        if field == "dimensions":
            hits = sum(len(pairs(g["items"], p["items"], lambda x, y: likeness(x, y) >= 0.75)) for g, p in found)
            for at, number in enumerate((hits, *(sum(len(d["items"]) for d in x[field]) for x in (gold, given)))):
                tally["items"][at] += number
        if field == "phases":
            hits = sum(g[k] is not None and g[k] == p[k] for g, p in found for k in ("starts", "ends"))
            for at, number in enumerate(
                (hits, *(sum(bool(d[k]) for d in x[field] for k in ("starts", "ends")) for x in (gold, given)))
            ):
                tally["phase dates"][at] += number


def agreement(folder: Path) -> dict[str, tuple[float, int]]:
    """F1 and number of labels for each field over all labelled texts of a folder, and for all fields together."""
    tally: Tally = defaultdict(lambda: [0, 0, 0])
    for label in sorted(folder.glob("*.json")):
        gold = json.loads(label.read_text(encoding="utf-8"))["plans"]
        text = label.with_suffix(".txt").read_text(encoding="utf-8")
        given: Any = plain_json(compile_text(text))["plans"]
        tally["plans"] = [
            a + b for a, b in zip(tally["plans"], (min(len(gold), len(given)), len(gold), len(given)), strict=True)
        ]
        for g, p in zip(gold, given, strict=False):
            compare(g, p, tally)
    total = [sum(row[at] for row in tally.values()) for at in range(3)]
    return {name: (2 * hits / max(1, n + m), n) for name, (hits, n, m) in {**tally, "all": total}.items()}
