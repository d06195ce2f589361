"""How this room's newer desk pages are put together: lists with their export, one thing with its verbs and files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.instruments.display import actions, rules
from zhengyou.instruments.display.enums import MatterState, PostState, SheetState, State
from zhengyou.instruments.display.web import showing
from zhengyou.kernel.errors import Forbidden, Refused, Sentence
from zhengyou.records.files import owner_of
from zhengyou.records.files.listing import shown
from zhengyou.records.files.owners import rules_of
from zhengyou.records.files.queries import attached_to
from zhengyou.records.sheets import Column, Format, export
from zhengyou.registry.access.web import DeskRequest
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
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One column of a list: what it is called, what it says of a row, and the tone of its badge where it has one."""

    label: Sentence
    value: Callable[[Any], Any]
    tone: Callable[[Any], str] | None = None
    form: Format = Format.TEXT
    width: int = 18
    only_sheet: bool = False


def state_of(label: Sentence) -> Shown:
    """Return the column that tells where a row stands."""
    return Shown(
        label=label, value=lambda row: row.get_state_display(), tone=lambda row: TONES.get(row.state, "neutral")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list page: its words, its columns, where a row leads, and what an empty one says to do next."""

    title: Sentence
    columns: Sequence[Shown]
    lead: Sentence = ""
    address: Callable[[Any], str] = lambda _row: ""
    empty: Sentence = ""
    buttons: Sequence[tuple[Sentence, str, str]] = ()
    """Label, address and icon; the first one is the main one, and the next step of an empty list."""
    tabs: Sequence[dict[str, Any]] = ()
    filter_form: forms.Form | None = None
    choice: Any = None


def show(request: DeskRequest, rows: QuerySet[Any], listing: Listing) -> HttpResponseBase:
    """Show ``rows`` page by page, or hand them out as a workbook."""
    if request.GET.get("export") == "xlsx":
        columns = [Column(str(column.label), column.form, width=column.width) for column in listing.columns]
        lines = ([_plain(column.value(row)) for column in listing.columns] for row in rows.iterator(chunk_size=1000))
        return showing.workbook(export(str(listing.title), columns, lines), str(listing.title))
    columns_shown = [column for column in listing.columns if not column.only_sheet]
    page = Paginator(rows, showing.PAGE).get_page(request.GET.get("page"))
    context = {
        "listing": listing,
        "page": page,
        "head": columns_shown,
        "rows": [(listing.address(row), [_cell(column, row) for column in columns_shown]) for row in page],
        "filter_form": listing.filter_form,
    }
    return render(request, "display/listing.html", context)


def searched(rows: QuerySet[Any], form: forms.Form, *fields: str) -> QuerySet[Any]:
    """Return ``rows`` by the words and the state of the query bar."""
    wanted = form.cleaned_data if form.is_valid() else {}
    if words := (wanted.get("q") or "").strip():
        found = models.Q()
        for field in fields:
            found |= models.Q(**{f"{field}__icontains": words})
        rows = rows.filter(found)
    return rows.filter(state=wanted["state"]) if wanted.get("state") else rows


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "_proxy____cast") or isinstance(value, models.Model) else value


def _cell(column: Shown, row: Any) -> dict[str, Any]:
    value = column.value(row)
    if column.form == Format.DATE and value:
        value = f"{value:%Y-%m-%d}"
    return {
        "text": "—" if value in (None, "") else value,
        "tone": column.tone(row) if column.tone else "",
        "num": column.form in (Format.INT, Format.DECIMAL),
        "wide": column.width > 30,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A button of one thing's page: ``asks`` opens a form in a dialog, ``link`` leads on, otherwise it posts at once."""

    label: Sentence
    url: str
    kind: str = "plain"
    icon: str = ""
    asks: bool = False
    link: bool = False
    confirm: Sentence = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A small table on the page of one thing."""

    title: Sentence
    head: Sequence[Sentence]
    rows: Sequence[Sequence[Any]]
    empty: Sentence = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """The page of one thing: state, facts, lines, rows that belong to it, files, history and verbs."""

    of: models.Model
    title: Sentence
    crumb: tuple[Sentence, str]
    eyebrow: Sentence = ""
    facts: Sequence[tuple[Sentence, Any]] = ()
    lines: tuple[Sentence, Sequence[Any]] | None = None
    tables: Sequence[Rows] = ()
    verbs: Sequence[Verb | None] = ()
    alert: Sentence = ""
    tone: str = "info"
    with_files: Sentence = ""
    """The heading of its files, where it has some."""


def show_thing(request: DeskRequest, thing: Thing) -> HttpResponse:
    """Show the page of one thing."""
    state = getattr(thing.of, "state", "")
    owner = owner_of(thing.of)
    attach = bool(thing.with_files) and bool(rules_of(owner.kind).may_write(request.actor, owner.id))
    files = shown(attached_to(owner), removable=attach) if thing.with_files else []
    context = {
        "thing": thing,
        "state": thing.of.get_state_display() if state else "",  # type: ignore[attr-defined]  # models with a state
        "tone": TONES.get(state, "neutral"),
        "entries": showing.entries(thing.of),
        "verbs": [verb for verb in thing.verbs if verb is not None],
        "files": files,
        "attach": attach,
        "owner": owner,
    }
    return render(request, "display/thing.html", context)


def review_verbs(thing: actions.Shown, kind: str, request: DeskRequest) -> list[Verb]:
    """Return the buttons of the review that this hat may press now."""
    may = showing.reach(thing, request.actor)

    def url(verb: str) -> str:
        return reverse("display:act", args=[kind, thing.pk, verb])

    found = {
        "show": Verb(
            label=_("Review and show"), url=url("show"), kind="primary", icon="check",
            confirm=_("The public sees it at once."),
        ),
        "send_back": Verb(label=_("Send back to the drafter"), url=url("send_back"), icon="undo-2"),
        "submit": Verb(label=_("Hand in for review"), url=url("submit"), kind="primary", icon="send"),
        "take_down": Verb(
            label=_("Take down"), url=url("take_down"), kind="danger", icon="archive",
            confirm=_("It disappears from the public page and stays on record. To show it again, draft it anew."),
        ),
    }  # fmt: skip
    return [verb for name, verb in found.items() if may.get(name)]


def own_alert(thing: actions.Shown, request: DeskRequest) -> str:
    """Return the sentence for whoever drafted what waits for somebody else's review."""
    own = showing.reach(thing, request.actor)["own"]
    return _("You drafted this. Somebody else must review it.") if own else ""


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


def drafts(request: DeskRequest, *buttons: tuple[Sentence, str, str]) -> list[tuple[Sentence, str, str]]:
    """Return ``buttons`` (label, route, icon) for a hat that drafts, carrying the chosen unit along."""
    if not request.actor.holds(rules.DRAFT):
        return []
    return [(label, with_query(route, request), icon) for label, route, icon in buttons]


def ask(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[Any], Any],
    *,
    title: Sentence,
    back: str,
    text: Sentence = "",
    label: Sentence = "",
    said: Sentence = "",
    danger: bool = False,
    dialog: bool = False,
    after: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Ask what a verb needs, do it, and go on; a refusal stands at its field and nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except Forbidden:
            raise
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, str(said or _("Done.")))
            return redirect(after(done) if after else back)
    context = {
        "title": title, "text": text, "lead": text, "form": form, "label": label or title, "submit": label or title,
        "danger": danger, "back": back,
    }  # fmt: skip
    return render(request, "confirm.html" if dialog else "form.html", context, status=422 if form.is_bound else 200)


def data_of(request: DeskRequest) -> Any:
    """Return what was posted, or nothing for an empty form."""
    return request.POST if request.method == "POST" else None
