"""What a rater fills in, as pages, kiosks and imports pass it on, and the one place that says what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import policy
from zhengyou.instruments.ratings.enums import Display, Level
from zhengyou.kernel.errors import Sentence

LEVELS = {str(level): int(level) for level in Level}
DISPLAYS = frozenset(Display.values)
LENGTHS = {"contact_name": 60, "contact_phone": 30, "text": policy.TEXT_LENGTH, "praise_text": policy.TEXT_LENGTH}
"""How many characters each field of the page may hold."""
TICKS_READ = 50
"""So many ticked reasons are looked at; the page offers fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One filled-in rating form. ``tags`` of other levels than the chosen one are ignored: the page hides them."""

    level: int
    tags: tuple[str, ...] = ()
    text: str = ""
    keep_private: bool = False
    display: str = Display.ANONYMOUS
    contact_name: str = ""
    contact_phone: str = ""
    praise_demanded: bool = False
    praise_text: str = ""


def read(given: Mapping[str, Sequence[str]]) -> Answer:
    """Return what a sent page says, whatever it is: `faults` tells what is wrong with it.

    ``given`` holds the values of each field in the order in which they were sent; of several the last counts.
    """
    told = {name: values[-1] for name, values in given.items() if values}

    def text(name: str) -> str:
        return told.get(name, "").replace("\r\n", "\n").strip()

    return Answer(
        level=LEVELS.get(told.get("level", ""), 0),
        tags=tuple(given.get("tag", ())[:TICKS_READ]),
        text=text("text"),
        keep_private=bool(told.get("keep_private")),
        display=told.get("display") or (Display.MASKED if told.get("named") else Display.ANONYMOUS),
        contact_name=text("contact_name"),
        contact_phone=text("contact_phone"),
        praise_demanded=bool(told.get("praise_demanded")),
        praise_text=text("praise_text"),
    )


def faults(answer: Answer) -> dict[str, Sentence]:
    """Return a sentence for each field of ``answer`` that is wrong; empty where it can be counted."""
    wrong: dict[str, Sentence] = {}
    if answer.level not in LEVELS.values():
        wrong["level"] = _("Please choose one of the five levels.")
    for field, longest in LENGTHS.items():
        if len(getattr(answer, field).strip()) > longest:
            wrong[field] = _("Please write at most %(number)s characters.") % {"number": longest}
    if answer.display not in DISPLAYS:
        wrong["display"] = _("Please choose how you want to be shown.")
    elif answer.display != Display.ANONYMOUS and not answer.contact_name.strip():
        wrong["contact_name"] = _("To be shown with your name, please write it here.")
    return wrong
