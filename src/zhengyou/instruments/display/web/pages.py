"""What the desk pages of this room add to the plain ones: the tones of its states, and the buttons of its review."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.instruments.display import actions, rules
from zhengyou.instruments.display.enums import MatterState, PostState, RemarkState, SheetState, State
from zhengyou.instruments.display.web import showing
from zhengyou.kernel.errors import Forbidden, Sentence
from zhengyou.registry.access.web import DeskRequest, register
from zhengyou.registry.access.web.record import Verb
from zhengyou.registry.access.web.register import Col, Link
from zhengyou.registry.bodies.models import Body

TONES: dict[str, str] = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "warning",
    State.SHOWN: "success",
    State.WITHDRAWN: "neutral",
    SheetState.REPLACED: "neutral",
    PostState.HELD: "success",
    PostState.DECLINED: "neutral",
    PostState.EXPIRED: "neutral",
    PostState.REMOVED: "error",
    MatterState.DONE: "success",
    MatterState.DROPPED: "neutral",
    RemarkState.RECEIVED: "warning",
    RemarkState.ANSWERED: "success",
    RemarkState.SET_ASIDE: "neutral",
}


def state_of(label: Sentence) -> Col:
    """Return the column that tells where a row stands."""
    return register.state_of(label, TONES)


def review_verbs(thing: actions.Shown, kind: str, request: DeskRequest) -> list[Verb]:
    """Return the buttons of the review that this hat may press now."""
    may = showing.reach(thing, request.actor)

    def url(verb: str) -> str:
        return reverse("display:act", args=[kind, thing.pk, verb])

    found = {
        "show": Verb(
            label=_("Review and show"), url=url("show"), how="post", kind="primary", icon="check",
            confirm=_("The public sees it at once."),
        ),
        "send_back": Verb(label=_("Send back to the drafter"), url=url("send_back"), icon="undo-2", how="post"),
        "submit": Verb(label=_("Hand in for review"), url=url("submit"), how="post", kind="primary", icon="send"),
        "take_down": Verb(
            label=_("Take down"), url=url("take_down"), how="post", kind="danger", icon="archive",
            confirm=_("It disappears from the public page and stays on record. To show it again, draft it anew."),
        ),
    }  # fmt: skip
    return [verb for name, verb in found.items() if may.get(name)]


def own_alert(thing: actions.Shown, request: DeskRequest) -> tuple[str, str, str] | None:
    """Return what is told to whoever drafted what waits for somebody else's review."""
    own = showing.reach(thing, request.actor)["own"]
    return ("info", "", _("You drafted this. Somebody else must review it.")) if own else None


def unit_of(request: DeskRequest) -> Body:
    """Return the unit for which something is drafted. Raises Forbidden where the hat drafts for none."""
    body = showing.unit_of(request, request.actor)
    if body is None:
        raise Forbidden(_("Choose a unit within the scope of your present identity."))
    return body


def keeper_of(request: DeskRequest) -> Body:
    """Return the body for which this hat keeps catalogues: the widest it holds. Raises Forbidden where there is none."""
    body = showing.keeper_of(request.actor)
    if body is None:
        raise Forbidden(_("Your present identity keeps no catalogue."))
    return body


def with_query(route: str, request: DeskRequest) -> str:
    """Return the address of ``route``, carrying the chosen unit along."""
    query = request.GET.urlencode()
    return reverse(route) + (f"?{query}" if query else "")


def drafts(request: DeskRequest, label: Sentence, route: str) -> list[Link]:
    """Return the button to draft something, for a hat that drafts, carrying the chosen unit along."""
    return [Link(label, with_query(route, request), "primary", "plus")] if request.actor.holds(rules.DRAFT) else []
