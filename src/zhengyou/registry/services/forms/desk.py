"""Forms of items, windows and cases."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.deadlines.enums import Colour
from zhengyou.registry.services import policy, queries
from zhengyou.registry.services.enums import Channel, Family, Mode, PromiseUnit, State, WindowKind
from zhengyou.registry.services.guides import Guide
from zhengyou.registry.services.models import ItemVersion, Mandate, ServiceItem, Window


class CaseFilter(forms.Form):
    """The query bar above the cases."""

    q = forms.CharField(label=_("Case number"), required=False, max_length=50)
    state = forms.ChoiceField(label=_("State of the case"), required=False, choices=[("", _("All")), *State.choices])
    light = forms.ChoiceField(
        label=_("Light of the promised time"),
        required=False,
        choices=[("", _("All")), *[one for one in Colour.choices if one[0]]],
    )
    channel = forms.ChoiceField(label=_("How it came in"), required=False, choices=[("", _("All")), *Channel.choices])
    first = forms.DateField(label=_("Accepted from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Accepted to"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class WindowFilter(forms.Form):
    """The query bar above the windows."""

    q = forms.CharField(label=_("Number or name"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind of window"), required=False, choices=[("", _("All")), *WindowKind.choices])


class WindowChoice(forms.Form):
    """The query bar above the windows at which a case may be taken."""

    q = forms.CharField(label=_("Window or unit"), required=False, max_length=80)


class ItemFilter(forms.Form):
    """The query bar above the items."""

    q = forms.CharField(label=_("Name or code of the item"), required=False, max_length=80)
    family = forms.ChoiceField(label=_("Kind of business"), required=False, choices=[("", _("All")), *Family.choices])


class LinesField(forms.CharField):
    """Several entries, one on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: object) -> Any:
        """Return the entries."""
        text = super().to_python(value) or ""
        ProhibitNullCharactersValidator()(text)  # of several lines the field itself sees only their tuple
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    def validate(self, value: object) -> None:
        """Refuse an entry that is longer than its column."""
        super().validate(value)
        if isinstance(value, tuple) and any(len(line) > 300 for line in value):
            raise forms.ValidationError(_("One entry is longer than 300 characters."))

    def prepare_value(self, value: object) -> object:
        """Show entries one on each line."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value


class GuideForm(forms.Form):
    """A version of an item's guide."""

    name = forms.CharField(label=_("Name of the item"), max_length=120)
    mode = forms.ChoiceField(label=_("Way of handling"), choices=Mode.choices, widget=forms.RadioSelect)
    promise_amount = forms.IntegerField(label=_("Promised time"), required=False, min_value=1, max_value=3000)
    promise_unit = forms.ChoiceField(label=_("Counted in"), choices=PromiseUnit.choices)
    legal_days = forms.IntegerField(
        label=_("Statutory time (working days)"), required=False, min_value=1, max_value=3000
    )
    audience = forms.CharField(label=_("Who may apply"), required=False, max_length=200)
    conditions = forms.CharField(
        label=_("Conditions"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    materials = LinesField(label=_("Materials"), required=False, help_text=_("One on each line"))
    steps = LinesField(label=_("Steps of handling"), required=False, help_text=_("One on each line, in their order"))
    standards = LinesField(label=_("Service standards"), required=False, help_text=_("One on each line"))
    deferrable = LinesField(
        label=_("Materials that may follow"),
        required=False,
        help_text=_("One on each line, worded as among the materials; the list is public"),
    )
    by_promise = forms.BooleanField(label=_("A written promise stands in for proof"), required=False)
    results_public = forms.BooleanField(
        label=_("Results are public"), required=False, help_text=_("People are masked; needs a legal basis")
    )
    fees = forms.CharField(label=_("Fees"), required=False, max_length=300, help_text=_("Empty: free of charge"))
    basis = forms.CharField(
        label=_("Legal basis"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    change_note = forms.CharField(label=_("What changed"), required=False, max_length=300)

    def guide(self) -> Guide:
        """Return what was filled in."""
        given = {name: self.cleaned_data[name] for name in GuideForm.base_fields}
        return Guide(**given)


class ItemForm(GuideForm):
    """A new item with its first guide."""

    code = forms.CharField(label=_("Code of the item"), max_length=40)
    family = forms.ChoiceField(label=_("Kind of business"), choices=Family.choices)
    field_order = ("name", "code", "family")


def guide_initial(version: ItemVersion) -> dict[str, Any]:
    """Return what the form starts with: the version before."""
    return {name: getattr(version, name) for name in GuideForm.base_fields if name != "change_note"}


class WindowForm(forms.Form):
    """A window."""

    number = forms.CharField(label=_("Window number"), max_length=20)
    name = forms.CharField(label=_("Window name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind of window"), choices=WindowKind.choices)
    place = forms.CharField(
        label=_("Where it stands"), required=False, max_length=120, help_text=_("Hall, floor, area")
    )
    items = forms.ModelMultipleChoiceField(
        label=_("Items offered"), required=False, queryset=ServiceItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, offered: QuerySet[ServiceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = offered  # type: ignore[attr-defined]  # a choice field


class StaffingForm(forms.Form):
    """Who serves at a window."""

    appointment = forms.ModelChoiceField(label=_("Who serves"), queryset=Appointment.objects.none())
    stand_in = forms.BooleanField(label=_("As the AB stand-in"), required=False)
    starts_on = forms.DateField(label=_("On duty from"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, holders: QuerySet[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["appointment"]
        field.queryset = holders
        field.label_from_instance = lambda held: f"{held.person.name}（{held.post.title}）"
        self.fields["starts_on"].initial = clock.today()


class RegisterForm(forms.Form):
    """A case taken at the counter: what it is about, and nothing else that is not needed."""

    item = forms.ModelChoiceField(
        label=_("Service item"), queryset=ServiceItem.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    external_number = forms.CharField(
        label=_("Number in your own system"), required=False, max_length=50,
        help_text=_("Only where the case has one already"),
    )  # fmt: skip
    applicant_name = forms.CharField(
        label=_("Applicant"), required=False, max_length=60, help_text=_("Stored sealed; only where you must call back")
    )
    applicant_phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    mandate = forms.CharField(
        label=_("Number of the mandate"), required=False, max_length=20,
        help_text=_("Where somebody acts for the applicant"),
    )  # fmt: skip

    def clean_mandate(self) -> Mandate | None:
        """Return the mandate of this number, given in the unit of the window."""
        typed = self.cleaned_data["mandate"].strip()
        code = queries.typed_code(typed)
        found = Mandate.objects.filter(number=code, body__path__startswith=self._root).first() if code else None
        if typed and found is None:
            raise forms.ValidationError(_("There is no mandate with this number in your unit."))
        return found

    def __init__(self, *args: Any, window: Window, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._root = window.body.path
        items = window.items.filter(closed_on__isnull=True)
        field: Any = self.fields["item"]
        field.queryset = items
        field.label_from_instance = lambda item: f"{item.name}（{item.get_mode_display()}）"
        if len(items) == 1:
            field.initial = items[0]


class UploadForm(forms.Form):
    """A filled workbook."""

    file = forms.FileField(label=_("Filled workbook (.xlsx)"))


class TokenForm(forms.Form):
    """A business system that shall send cases."""

    name = forms.CharField(label=_("Name of the system"), max_length=80)
    expires_on = forms.DateField(
        label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("A year at most")
    )
    must_sign = forms.BooleanField(
        label=_("Requests must be signed (HMAC)"), required=False, help_text=_("Recommended across networks")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = clock.today() + dt.timedelta(days=policy.TOKEN_DAYS)


class NumberForm(forms.Form):
    """A case number typed by a visitor."""

    number = forms.CharField(label=_("Case number"), max_length=40)
