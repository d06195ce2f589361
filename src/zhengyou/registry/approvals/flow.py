"""The counting of opinions in one step, without tables: whether a step still waits, has passed or has been refused."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass


class Mode(enum.Enum):
    """How many of a step's approvers must say yes."""

    SINGLE = "single"
    ALL = "all"
    ANY = "any"
    N_OF_M = "n_of_m"


class Refusal(enum.Enum):
    """What one refusal does: it ends the matter (一票否决), is counted, or returns the matter to its first step."""

    ENDS = "ends"
    COUNTS = "counts"
    RETURNS = "returns"


class Opinion(enum.Enum):
    """What one approver of a step has said so far."""

    OPEN = "open"
    YES = "yes"
    NO = "no"


class Outcome(enum.Enum):
    """Where a step stands."""

    WAITING = "waiting"
    PASSED = "passed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Voice:
    """One approver's opinion; an ``added`` signer must be heard before the step can pass."""

    opinion: Opinion
    added: bool = False


def outcome(mode: Mode, needed: int, refusal: Refusal, voices: Sequence[Voice]) -> Outcome:
    """Return where a step with these ``voices`` stands; ``needed`` is read for n of m only.

    A step passes when enough have said yes and every added signer has spoken; with ``COUNTS`` it is refused as soon
    as enough yes can no longer be reached, otherwise by the first refusal.
    """
    said_yes = sum(voice.opinion is Opinion.YES for voice in voices)
    still_open = sum(voice.opinion is Opinion.OPEN for voice in voices)
    refused = len(voices) - said_yes - still_open
    enough = required(mode, needed, len(voices))
    if refused and refusal is not Refusal.COUNTS:
        return Outcome.REFUSED
    if said_yes + still_open < enough:
        return Outcome.REFUSED
    unheard = any(voice.added and voice.opinion is Opinion.OPEN for voice in voices)
    return Outcome.PASSED if said_yes >= enough and not unheard else Outcome.WAITING


def required(mode: Mode, needed: int, voices: int) -> int:
    """Return how many yes a step with so many voices needs; never more than there are voices, never none."""
    if mode is Mode.ANY:
        return 1
    if mode is Mode.N_OF_M:
        return max(1, min(needed, voices))
    return max(1, voices)
