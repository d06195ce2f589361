"""What the gate asks of the database, each for a whole group: what codes lead to, and counting ratings."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import Error, connection

from zhengyou.instruments.ratings import admission, intake, queries, terminals
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Channel
from zhengyou.instruments.ratings.intake import Outcome, Submission
from zhengyou.instruments.ratings.queries import Shown
from zhengyou.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Door:
    """Where a visitor stands: at the code of a case, or at the standing code of a window."""

    code: str
    of_window: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A filled-in page and where it came from."""

    door: Door
    answer: Answer
    network: str
    agent: str


def look_up(doors: Sequence[Door]) -> list[Shown | None]:
    """Return what the page of each door says, or nothing where its code is unknown, used or too old."""
    try:
        cases = queries.shown_for_codes({door.code for door in doors if not door.of_window})
        windows = queries.shown_for_windows({door.code for door in doors if door.of_window})
    except Error:
        connection.close()
        raise
    return [(windows if door.of_window else cases).get(door.code) for door in doors]


def count(group: Sequence[Given]) -> list[Outcome]:
    """Count the ratings of ``group`` and return what became of each.

    Whoever knocks too often is refused as on Django's page; the knock counts even where the rating does not.
    """
    try:
        windows = queries.open_window_keys({given.door.code for given in group if given.door.of_window})
        keys = [windows.get(given.door.code, 0) if given.door.of_window else 0 for given in group]
        outcomes: list[Outcome | None] = list(
            admission.refused(
                [
                    admission.knocks(given.network, given.agent, key if given.door.of_window else None)
                    for given, key in zip(group, keys, strict=True)
                ]
            )
        )
        admitted = [at for at, refusal in enumerate(outcomes) if refusal is None]
        taken = intake.take([_submission(group[at], keys[at]) for at in admitted])
    except Error:
        connection.close()
        raise
    for at, outcome in zip(admitted, taken, strict=True):
        outcomes[at] = outcome
    return [outcome or Refused("") for outcome in outcomes]


def terminals_of(keys: Sequence[str]) -> list[str]:
    """Return the public id of the terminal of each device key, or nothing where it is unknown."""
    try:
        known = terminals.ids_for_keys(keys)
    except Error:
        connection.close()
        raise
    return [known.get(key, "") for key in keys]


def let_go() -> None:
    """Close the database connection of this thread."""
    connection.close()


def _submission(given: Given, window: int) -> Submission:
    if given.door.of_window:
        return intake.visit(window, given.answer)
    return Submission(answer=given.answer, code=given.door.code, channel=Channel.CODE)
