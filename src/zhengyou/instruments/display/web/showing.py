"""What the desk pages of commitments and cards have in common: tabs, lights, verbs within reach, history."""

import io
from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.instruments.display import actions, rules
from zhengyou.instruments.display.actions import Shown, body_of, machine_of
from zhengyou.instruments.display.enums import Measure, State
from zhengyou.instruments.display.models import Commitment, Pledge
from zhengyou.instruments.display.queries import Voices
from zhengyou.kernel.errors import Sentence
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import roots_of
from zhengyou.registry.access.rules import may
from zhengyou.registry.bodies import rules as bodies
from zhengyou.registry.bodies.choosing import chosen_body
from zhengyou.registry.bodies.models import Body

TONES = {State.DRAFT: "neutral", State.SUBMITTED: "warning", State.SHOWN: "success", State.WITHDRAWN: "neutral"}
TONES_OF_KEEPING = {"kept": "success", "broken": "error", "unknown": "neutral"}
PAGE = 25
ACTIONS: dict[str, Callable[..., Shown]] = {
    "submit": actions.submit,
    "show": actions.show,
    "send_back": actions.send_back,
    "take_down": actions.take_down,
}


TABS: dict[str, tuple[tuple[str, Sentence], ...]] = {
    "promises": (
        ("commitments", gettext_lazy("Commitments")),
        ("pledges", gettext_lazy("Signed sheets")),
        ("cards", gettext_lazy("Identity cards")),
        ("standards", gettext_lazy("Service standards")),
        ("remarks", gettext_lazy("Public remarks")),
        ("printing", gettext_lazy("Print")),
    ),
    "posts": (
        ("posts", gettext_lazy("Demonstration posts")),
        ("areas", gettext_lazy("Areas of responsibility")),
        ("post-types", gettext_lazy("Kinds of posts")),
    ),
    "works": (
        ("practical-matters", gettext_lazy("Practical matters")),
        ("brands", gettext_lazy("Service brands")),
    ),
    "postings": (
        ("coverage", gettext_lazy("Coverage")),
        ("postings", gettext_lazy("What hangs where")),
        ("spots", gettext_lazy("Spots")),
        ("assets", gettext_lazy("Library")),
        ("items", gettext_lazy("What must hang")),
    ),
}
"""The pages of the room, in the groups in which the menu names them."""


def tabs(active: str) -> list[dict[str, Any]]:
    """Return the pages that stand beside the one named ``active``."""
    group = next(pages for pages in TABS.values() if active in dict(pages))
    return [{"label": label, "url": reverse(f"display:{name}"), "active": name == active} for name, label in group]


def reach(thing: Shown, actor: Actor) -> dict[str, bool]:
    """Return for each verb whether ``actor`` may do it to ``thing`` now."""
    body = body_of(thing)
    drafts, publishes = bool(may(actor, rules.DRAFT, body)), bool(may(actor, rules.PUBLISH, body))
    own = thing.drafted_by == actor.id
    right = {"submit": drafts, "show": publishes and not own, "send_back": publishes, "take_down": drafts}
    if isinstance(thing, Pledge):
        right["submit"] = False
    open_now = {verb for verb, move in machine_of(thing).items() if thing.state in move.sources}
    return {verb: allowed and verb in open_now for verb, allowed in right.items()} | {
        "amend": drafts and thing.state == State.DRAFT,
        "own": own and publishes and thing.state == State.SUBMITTED,
    }


def measured(commitment: Commitment) -> str:
    """Return in words by what a commitment is measured."""
    words = {
        Measure.SATISFACTION: _("Good ratings: at least %(target)d%%"),
        Measure.TIMELINESS: _("Done in promised time: at least %(target)d%%"),
        Measure.RECTIFICATION: _("Bad ratings put right: at least %(target)d%%"),
    }
    measure = Measure(commitment.measure)
    if measure not in words or commitment.target is None:
        return str(measure.label)
    return words[measure] % {"target": commitment.target}


def late_word() -> str:
    """Return what is said of a practical matter whose promised day has passed."""
    return _("Promised day has passed")


def voices(told: Voices) -> str:
    """Return in words how content people are with a practical matter; nothing where too few spoke."""
    if not told.told or told.mean is None:
        return _("Too few have said yet (%d)") % told.number
    figures = {"share": 100 * told.good / told.number, "number": told.number, "mean": told.mean}
    return _("%(share).0f%% satisfied (%(number)d said, mean %(mean).1f of 5)") % figures


def said(verb: str) -> str:
    """Return what is told after ``verb``."""
    return {
        "submit": _("Handed in. Somebody else reviews it before the public sees it."),
        "show": _("Reviewed. The public sees it now."),
        "send_back": _("Sent back to its drafter."),
        "take_down": _("Taken down. It stays on record."),
    }[verb]


def unit_of(request: HttpRequest, actor: Actor) -> Body | None:
    """Return the unit for which something is drafted: the one chosen in the list, else that of the hat."""
    chosen = chosen_body(request.GET, bodies.paths(actor, rules.DRAFT))
    return chosen or (actor.body if actor.holds(rules.DRAFT) else None)


def keeper_of(actor: Actor) -> Body | None:
    """Return the widest body for which ``actor`` keeps catalogues."""
    return roots_of(actor, rules.KEEP).first()


def workbook(content: bytes, name: str) -> FileResponse:
    """Return a workbook to be saved."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
