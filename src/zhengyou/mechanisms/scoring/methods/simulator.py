"""A simulator of ratings with injected attacks: prints what the tests of `integrity` find, and how often they are wrong.

    python -m zhengyou.mechanisms.scoring.methods.simulator [seeds]

2,000 units over 28 days, some 380,000 ratings of known quality; days vary more than chance, families share a telephone,
a few visitors come again. Four attacks, 60 units each: praise bursts from few telephones, praise forced at the counter
(answered in under three seconds), low ratings bought against a unit, and a robot with many devices and a regular beat.
The shapes are ours: patient coaching by staff leaves no trace but against the follow-up sample.
"""

import sys
from dataclasses import dataclass

import numpy as np

from zhengyou.mechanisms.scoring.methods import integrity
from zhengyou.mechanisms.scoring.methods.suspicion import Stream
from zhengyou.mechanisms.scoring.methods.types import Floats, Whole, generator

DAYS, OPEN, CLOSE = 28, 9 * 3600, 17 * 3600
ATTACKS = ("burst", "forced", "malicious", "robot")


@dataclass(frozen=True, slots=True)
class World:
    """A simulated stream with what is true of it: each unit's quality and attack ("" for none)."""

    stream: Stream
    quality: Floats
    attack: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found in one world: recall by attack, false flags among the clean, and the share of flags that is false."""

    recall: dict[str, float]
    false: int
    clean: int
    rate: float


@dataclass(slots=True)
class _Rows:
    """Columns of ratings while they are made."""

    unit: list[Whole]
    level: list[Whole]
    at: list[Floats]
    device: list[Whole]
    dwell: list[Floats]

    def add(self, unit: int, level: Whole, at: Floats, device: Whole, dwell: Floats) -> None:
        """Append ratings of ``unit``."""
        self.unit.append(np.full(len(level), unit, dtype=np.int64))
        self.level.append(level)
        self.at.append(at)
        self.device.append(device)
        self.dwell.append(dwell)


def world(seed: int, *, units: int = 2000, attacked: int = 60) -> World:
    """Return a simulated stream in which each attack has struck ``attacked`` units (0: a world without attacks)."""
    rng = generator(seed)
    quality = rng.normal(0.0, 0.5, units)
    size = np.exp(rng.uniform(np.log(6), np.log(900), units)).astype(np.int64)
    chosen = rng.permutation(units)[: attacked * len(ATTACKS)]
    attack = [""] * units
    for place, unit in enumerate(chosen.tolist()):
        attack[unit] = ATTACKS[place % len(ATTACKS)]
    rows, fresh = _Rows([], [], [], [], []), 0
    profile = np.where(np.arange(DAYS) % 7 < 5, 1.0, 0.12)
    for unit in range(units):
        fresh = _honest(rows, unit, int(size[unit]), float(quality[unit]), profile, fresh, rng)
        fresh = _attacked(rows, unit, int(size[unit]), attack[unit], fresh, rng)
    columns = {name: np.concatenate(getattr(rows, name)) for name in ("unit", "level", "at", "device", "dwell")}
    mixed = rng.permutation(len(columns["unit"]))
    at = columns["at"][mixed]
    day = (at // 86400).astype(np.int64)
    rest = {name: columns[name][mixed] for name in ("unit", "level", "device", "dwell")}
    rater, staff = rest["device"], rng.integers(0, 4, len(mixed))
    return World(
        Stream(**rest, day=day, at=at, rater=rater, staff=staff, units=units, days=DAYS), quality, tuple(attack)
    )


def measure(found: World, *, q: float = integrity.Q) -> Measured:
    """Return recall and realised false discoveries of `integrity.assess` in a known world."""
    result = integrity.assess(found.stream, q=q)
    attack = np.array(found.attack)
    recall = {
        name: float(result.flagged[(attack == name) & result.tested].mean())
        for name in ATTACKS
        if (attack == name).any()
    }
    clean = (attack == "") & result.tested
    false = int(result.flagged[clean].sum())
    return Measured(recall, false, int(clean.sum()), false / max(int(result.flagged.sum()), 1))


def _honest(
    rows: _Rows, unit: int, n: int, quality: float, profile: Floats, fresh: int, rng: np.random.Generator
) -> int:
    """Add the honest ratings of a unit; return the next number of a device."""
    days = profile * rng.gamma(8.0, 1 / 8.0, DAYS)
    day = rng.choice(DAYS, n, p=days / days.sum())
    at = day * 86400.0 + rng.uniform(OPEN, CLOSE, n)
    chances = np.diff(np.concatenate([[0.0], _below(quality), [1.0]]))
    level = 1 + rng.choice(5, n, p=chances)
    device = fresh + np.arange(n)
    again = rng.random(n) < 0.03  # the same family, or somebody who came twice
    device[again] = fresh + rng.integers(0, n, int(again.sum()))
    dwell = np.where(rng.random(n) < rng.beta(2, 60), rng.uniform(1.0, 3.0, n), 3 + rng.lognormal(2.3, 0.7, n))
    rows.add(unit, level, at, device, dwell)
    return fresh + n


def _below(quality: float) -> Floats:
    cuts: Floats = 1 / (1 + np.exp(-(np.array([-4.2, -3.3, -2.1, -0.3]) - quality)))
    return cuts


def _attacked(rows: _Rows, unit: int, n: int, attack: str, fresh: int, rng: np.random.Generator) -> int:
    """Add what an attack of this kind would add; return the next number of a device."""
    if not attack:
        return fresh
    day = float(rng.choice([day for day in range(DAYS) if day % 7 < 5])) * 86400
    share = {"burst": 0.5, "forced": 0.5, "malicious": 0.15, "robot": 0.5}[attack]
    k = int(np.clip(share * n, 12, 150))
    level = np.full(k, 1 if attack == "malicious" else 5, dtype=np.int64)
    dwell = 3 + rng.lognormal(2.3, 0.7, k)
    device = fresh + np.arange(k)
    at = day + rng.uniform(OPEN, CLOSE, k)
    if attack in {"burst", "malicious"}:
        device = fresh + rng.integers(0, 2, k)
        at = day + rng.uniform(OPEN, OPEN + 7200, k)
    elif attack == "forced":
        at = rng.integers(0, DAYS, k) * 86400.0 + rng.uniform(OPEN, CLOSE, k)
        dwell = rng.uniform(0.8, 2.8, k)
    else:
        start = rng.uniform(OPEN, OPEN + 3600)
        spread = np.arange(k) % 30  # thirty a day, every so many minutes
        at = day + (np.arange(k) // 30) * 86400.0 + start + spread * 600 + rng.normal(0, 45, k)
        at = at % (DAYS * 86400)
    rows.add(unit, level, at, device, dwell)
    return fresh + k


def table(seeds: int = 3) -> str:
    """Return the results of ``seeds`` worlds with and without attacks as a table."""
    lines = [f"{'seed':>4} {'q':>5} " + " ".join(f"{name:>9}" for name in ATTACKS) + "  false/clean  realised rate"]
    for seed in range(seeds):
        attacked, calm = world(seed), world(seed, attacked=0)
        for q in (0.01, 0.05):
            found = measure(attacked, q=q)
            recall = " ".join(f"{found.recall[name]:9.2f}" for name in ATTACKS)
            lines.append(f"{seed:>4} {q:>5} {recall}  {found.false:>5}/{found.clean:<5}  {found.rate:.3f}")
            quiet = measure(calm, q=q)
            lines.append(f"{seed:>4} {q:>5} {'without any attack':>39}  {quiet.false:>5}/{quiet.clean:<5}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table(int(sys.argv[1]) if len(sys.argv) > 1 else 3) + "\n")
