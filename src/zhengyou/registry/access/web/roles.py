"""Desk pages of roles: the list, the matrix of roles and functions, who may what, and keeping roles."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused, Sentence
from zhengyou.records.ledger import words
from zhengyou.records.seal import personal
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.registry.access import actions, exports, functions, policy, rules
from zhengyou.registry.access.forms import NewRoleForm, RoleForm, WhoForm, room_of
from zhengyou.registry.access.models import Role
from zhengyou.registry.access.queries import holders
from zhengyou.registry.access.web.desk import DeskRequest, desk_view
from zhengyou.registry.access.web.people import attachment, known_of
from zhengyou.registry.access.web.tabs import tabs
from zhengyou.registry.bodies import choosing


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponse:
    """List the roles with how many functions and holders each has."""
    unfinished = Q(grants__ends_on__isnull=True) | Q(grants__ends_on__gt=clock.today())
    roles = Role.objects.annotate(
        holders=Count("grants__appointment__person", filter=unfinished, distinct=True)
    ).order_by("order_number", "code")
    context = {
        "roles": [
            {
                "role": role,
                "functions": len(role.held),
                "office": bool(policy.offices_of(role.held)),
                "restorable": _restorable(role),
            }
            for role in roles
        ],
        "tabs": tabs("roles"),
        "may_manage": request.actor.holds(rules.MANAGE),
    }
    return render(request, "access/roles.html", context)


def _restorable(role: Role) -> bool:
    return role.code in policy.ROLES and not role.follows_default


@dataclass(frozen=True, slots=True)
class Line:
    """A function in the matrix: its room, its label, and for each role whether it holds it."""

    room: str
    label: str
    cells: list[bool]


@desk_view(rules.READ)
def matrix(request: DeskRequest) -> HttpResponse:
    """Show which role holds which function."""
    roles = list(Role.objects.all())
    held = [role.held for role in roles]
    rows = [
        Line(room_of(name), str(function.label), [name in one for one in held])
        for name, function in functions.known().items()
    ]
    if request.GET.get("export") == "xlsx":
        heads = [_("Room"), _("Function"), *(role.label for role in roles)]
        lines = ([row.room, row.label, *("✓" if cell else "" for cell in row.cells)] for row in rows)
        return attachment(exports.workbook(_("Roles and functions"), heads, lines), _("Roles and functions"))
    return render(request, "access/matrix.html", {"roles": roles, "rows": rows, "tabs": tabs("matrix")})


@desk_view(rules.READ)
def who(request: DeskRequest) -> HttpResponse:
    """Answer who may do a function to a body."""
    choice = choosing.choose(request, rules.READ)
    form = WhoForm(request.GET if "function" in request.GET else None)
    body = choice.body or request.actor.body
    found = holders(form.cleaned_data["function"], body) if form.is_bound and form.is_valid() and body else None
    context = {
        "form": form,
        "body": body,
        "grants": found,
        "known": known_of(found or (), request.actor),
        "tree": choice.nodes,
        "tabs": tabs("who"),
    }
    return render(request, "access/who.html", context)


@desk_view(rules.READ)
def personal_data(request: DeskRequest) -> HttpResponse:
    """Show the register of personal data: what is kept, why, for how long, and how it is erased (PIPL 17, 51, 55)."""
    rows = [
        {
            "thing": words.kind_label(model._meta.label_lower),
            "name": personal.label(model, name),
            "purpose": field.purpose,
            "sealed": isinstance(model._meta.get_field(name), SealedTextField),
            "term_days": field.term_days,
            "erase": ERASURES[field.erase],
        }
        for model, name, field in personal.register()
    ]
    return render(request, "access/personal_data.html", {"rows": rows, "tabs": tabs("personal-data")})


ERASURES: dict[str, Sentence] = {
    "blank": gettext_lazy("Emptied"),
    "null": gettext_lazy("Emptied"),
    "mask": gettext_lazy("Masked"),
    "token": gettext_lazy("Replaced by a random word"),
    "row": gettext_lazy("Whole row deleted"),
}


@desk_view(rules.MANAGE)
def new(request: DeskRequest) -> HttpResponse:
    """Add a role of one's own."""
    form = NewRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_role(given["code"], given["title"], given["functions"], actor=request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("The role has been added."))
            return redirect("access:roles")
    return _form(request, _("Add a role"), form)


@desk_view(rules.MANAGE)
def change(request: DeskRequest, code: str) -> HttpResponse:
    """Change a role."""
    role = get_object_or_404(Role, code=code)
    initial = {"title": role.title, "needs_second_factor": role.needs_second_factor, "functions": sorted(role.held)}
    form = RoleForm(request.POST or None, initial=initial)
    form.fields["title"].widget.attrs["placeholder"] = role.label
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_role(
                role,
                title=given["title"],
                held=given["functions"],
                needs_second_factor=given["needs_second_factor"],
                actor=request.actor,
            )
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("The role has been changed; it holds at once for all who have it."))
            return redirect("access:roles")
    return _form(request, role.label, form)


def _form(request: DeskRequest, title: str, form: RoleForm) -> HttpResponse:
    context = {"title": title, "form": form, "back": reverse("access:roles"), "back_label": _("Roles")}
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.MANAGE)
@require_POST
def restore(request: DeskRequest, code: str) -> HttpResponse:
    """Set a role back to its default."""
    actions.restore_role(get_object_or_404(Role, code=code), actor=request.actor)
    messages.success(request, _("The role holds its default functions again."))
    return redirect("access:roles")
