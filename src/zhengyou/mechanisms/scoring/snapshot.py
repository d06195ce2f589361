"""What went into an assessment, as packed JSON that can be read years later; and the inputs of the method made of it."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from zhengyou.mechanisms.scoring.methods import ordinal, scheme
from zhengyou.mechanisms.scoring.methods.composite import Form
from zhengyou.mechanisms.scoring.methods.types import Cells

Content = dict[str, Any]
"""``rules`` of the scheme, ``units`` [[key, group, grade before]], ``leaves``, ``events``: plain JSON values."""


def pack(content: Content) -> bytes:
    """Return ``content`` packed; equal content gives equal bytes."""
    return zlib.compress(_text(content), level=6)


def unpack(packed: bytes | memoryview) -> Content:
    """Return what was packed."""
    content: Content = json.loads(zlib.decompress(bytes(packed)))
    return content


def digest(content: Content) -> str:
    """Return the SHA-256 of ``content``, the same however its keys happened to be ordered."""
    return hashlib.sha256(_text(content)).hexdigest()


def _text(content: Content) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def inputs(content: Content) -> scheme.Inputs:
    """Return ``content`` as the method reads it."""
    rules, units = content["rules"], content["units"]
    names = sorted({group for _key, group, _before in units})
    grades = [name for name, _least in rules["grades"]]
    return scheme.Inputs(
        leaves=tuple(_leaf(leaf, len(units)) for leaf in content["leaves"]),
        groups=np.array([names.index(group) for _key, group, _before in units], dtype=np.int64),
        bonus=_amounts(content, "bonus"),
        deduction=_amounts(content, "deduction"),
        barred=_amounts(content, "veto") > 0,
        before=tuple(grades.index(before) if before in grades else None for _key, _group, before in units),
        form=Form(rules["form"]),
        needed=rules["needed"],
        minimum=rules["minimum"],
        bonus_cap=rules["bonus_cap"],
        deduction_cap=rules["deduction_cap"],
        tie=rules["tie"],
        thresholds=tuple(float(least) for _name, least in rules["grades"]),
        climb=rules["climb"],
        seed=rules["seed"],
        draws=rules["draws"],
        parted=rules.get("parted", False),
    )


def _leaf(leaf: Content, units: int) -> scheme.Leaf:
    values = np.full(units, np.nan)
    for place, value in leaf["values"]:
        values[place] = value
    return scheme.Leaf(
        leaf["key"],
        leaf["weight"],
        leaf["worst"],
        leaf["target"],
        leaf["mandatory"],
        values,
        _counts(leaf["cells"], units) if leaf["cells"] else None,
        leaf.get("minimum"),
    )


def _counts(cells: Content, units: int) -> scheme.Counts:
    """Return the table of ``cells``; a case type or channel outside the frozen mix keeps its place with no share."""
    cases, channels = cells["cases"], cells["channels"]
    table = np.zeros((units, len(cases), len(channels), cells["levels"]), dtype=np.int64)
    for unit, case, channel, *counts in cells["counts"]:
        table[unit, case, channel] = counts
    known = Cells(table)
    return scheme.Counts(known, reference(cells["mix"], known, cases, channels))


def reference(mix: Content, cells: Cells, cases: Sequence[str], channels: Sequence[str]) -> ordinal.Reference:
    """Return the frozen ``mix`` for these case types and channels; that of the ratings where nothing of it is left."""
    if not mix:
        return ordinal.Reference.of(cells)
    shares = [
        np.array([mix[kind].get(name, 0.0) for name in names])
        for kind, names in (("cases", cases), ("channels", channels))
    ]
    if not all(share.sum() > 0 for share in shares):
        return ordinal.Reference.of(cells)
    return ordinal.Reference(*(share / share.sum() for share in shares))


def _amounts(content: Content, role: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    total = np.zeros(len(content["units"]))
    for place, points, _part, _event in content["events"][role]:
        total[place] += points
    return total
