"""Forms of access: filters, persons and accounts, grants, roles."""

from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions
from zhengyou.registry.access.models import Role
from zhengyou.registry.bodies.models import Appointment, Body


class PeopleFilter(forms.Form):
    """Finds persons by name, user name or telephone, and by the state of their account."""

    q = forms.CharField(label=_("Personal name, user name or telephone"), max_length=60, required=False)
    state = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[
            ("", _("All")),
            ("working", _("Account in use")),
            ("initial", _("Initial password")),
            ("locked", _("Account locked")),
            ("closed", _("Account shut")),
            ("none", _("No account")),
            ("left", _("Has left")),
        ],
    )


class EnrolForm(forms.Form):
    """A new person."""

    name = forms.CharField(label=_("Personal name"), max_length=60)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=21,
        required=False,
        help_text=_("Stored encrypted and shown masked; used only to reach the person about work."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=120,
        required=False,
        help_text=_("Stored encrypted and shown masked; used only to send notices about work."),
        widget=forms.EmailInput(),
    )


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Personal name"), max_length=60)


class LeaveForm(forms.Form):
    """The day from which a person no longer works here."""

    on = forms.DateField(label=_("Has left since"))


class UsernameForm(forms.Form):
    """The user name of a new account."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_(
            "Letters, digits, dots and hyphens, beginning with a letter. Not the identity or telephone number."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )


class GrantFilter(forms.Form):
    """Finds grants by person and role."""

    q = forms.CharField(label=_("Personal name"), max_length=60, required=False)
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.all(), required=False, empty_label=_("All"))


class GrantForm(forms.Form):
    """Which role, under which hat, where, until when."""

    appointment = forms.ModelChoiceField(label=_("Identity"), queryset=Appointment.objects.none(), empty_label=None)
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.none())
    body = forms.ModelChoiceField(
        label=_("Scope"),
        queryset=Body.objects.none(),
        empty_label=None,
        help_text=_("Holds for this unit and everything below it. Choose another one in the tree."),
    )
    ends_on = forms.DateField(label=_("Ends on"), required=False, help_text=_("Empty: as long as the post is held."))

    def __init__(
        self, data: Any, *, appointments: list[Appointment], roles: list[Role], bodies: list[Body], chosen: Body | None
    ) -> None:
        super().__init__(data, initial={"body": chosen.pk if chosen else None})
        for name, found in (("appointment", appointments), ("role", roles), ("body", bodies)):
            field: Any = self.fields[name]
            field.queryset = field.queryset.model.objects.filter(pk__in=[one.pk for one in found])
        self.fields["body"].label_from_instance = lambda body: body.name  # type: ignore[attr-defined]  # a choice field


def function_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every function under the name of its room."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, function in functions.known().items():
        groups.setdefault(room_of(name), []).append((name, str(function.label)))
    return list(groups.items())


def room_of(function: str) -> str:
    """Return what people call the room that declared ``function``."""
    room = function.split(".")[0]
    try:
        return str(apps.get_app_config(room).verbose_name)
    except LookupError:
        return room


class RoleForm(forms.Form):
    """A role's title, functions, and whether it demands a second factor."""

    title = forms.CharField(
        label=_("Role title"), max_length=60, required=False, help_text=_("Empty: the default title.")
    )
    needs_second_factor = forms.BooleanField(label=_("Demands a second factor at sign-in"), required=False)
    functions = forms.MultipleChoiceField(
        label=_("Functions"), required=False, widget=forms.CheckboxSelectMultiple, choices=list
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["functions"]
        field.choices = [(name, f"{room} · {label}") for room, inside in function_choices() for name, label in inside]


class NewRoleForm(RoleForm):
    """A new role also has a code."""

    code = forms.SlugField(label=_("Role code"), max_length=40, help_text=_("Small letters, digits and hyphens."))
    field_order = ("code", "title", "needs_second_factor", "functions")


class WhoForm(forms.Form):
    """Which function somebody may do."""

    function = forms.ChoiceField(label=_("Function"), choices=list)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["function"]
        field.choices = function_choices()


class LedgerFilter(forms.Form):
    """Finds events."""

    q = forms.CharField(label=_("Who, hat or thing"), max_length=60, required=False)
    verb = forms.ChoiceField(label=_("What was done in the ledger"), required=False, choices=list)
    since = forms.DateField(label=_("From day"), required=False)
    until = forms.DateField(label=_("To day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["verb"]
        field.choices = [("", _("All")), *((verb, str(label)) for verb, label in words.known().items())]
