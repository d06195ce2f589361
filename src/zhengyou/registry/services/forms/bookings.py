"""Forms of appointments, for visitors and for the desk."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.registry.services import queries
from zhengyou.registry.services.models import Booking, ServiceItem, Slot, Window


def told(slot: Slot) -> str:
    """Return when a slot is and how many places it has left."""
    begin, end = clock.local(slot.starts_at), clock.local(slot.ends_at)
    free = _("%(count)s free") % {"count": slot.capacity - slot.taken}
    return f"{begin:%Y-%m-%d %H:%M}-{end:%H:%M}（{free}）"


class SlotsForm(forms.Form):
    """From when to when visitors may book, and how many."""

    window = forms.ModelChoiceField(label=_("Window"), queryset=Window.objects.none(), to_field_name="public_id")
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(label=_("From (time)"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("To (time)"), widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.IntegerField(label=_("Minutes of a slot"), min_value=5, max_value=480, initial=60)
    capacity = forms.IntegerField(label=_("Places of a slot"), min_value=1, max_value=500, initial=5)
    days_off = forms.BooleanField(label=_("Also on weekends and holidays"), required=False)

    def __init__(self, *args: Any, windows: QuerySet[Window], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["window"].queryset = windows
        fields["window"].label_from_instance = lambda window: f"{window.body.name} · {window}"
        fields["first"].initial = clock.today()
        fields["last"].initial = clock.today() + dt.timedelta(days=13)
        fields["starts"].initial, fields["ends"].initial = dt.time(9), dt.time(12)


class BookingForm(forms.Form):
    """What a visitor says to book a slot."""

    slot = forms.ModelChoiceField(label=_("Day and time"), queryset=Slot.objects.none(), widget=forms.RadioSelect)
    item = forms.ModelChoiceField(
        label=_("Service item"), queryset=ServiceItem.objects.none(), to_field_name="public_id"
    )
    visitor_name = forms.CharField(label=_("Your name"), max_length=60)
    visitor_phone = forms.CharField(
        label=_("Your telephone"), max_length=30, help_text=_("Only to tell you of a change; erased after 90 days"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, window: Window, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["slot"].queryset = queries.free_slots(window)
        fields["slot"].empty_label = None
        fields["slot"].label_from_instance = told
        fields["item"].queryset = window.items.filter(closed_on__isnull=True)


class MoveForm(forms.Form):
    """To which other time of the same window."""

    slot = forms.ModelChoiceField(label=_("Day and time"), queryset=Slot.objects.none(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["slot"]
        field.queryset = queries.free_slots(booking.slot.window).exclude(pk=booking.slot_id)
        field.empty_label = None
        field.label_from_instance = told


class VoucherForm(forms.Form):
    """The code of a voucher, typed."""

    code = forms.CharField(label=_("Voucher code"), max_length=40)


class WhereForm(forms.Form):
    """The query bar above the windows that may be booked."""

    q = forms.CharField(label=_("Item, unit or window"), required=False, max_length=80)


class BookingFilter(forms.Form):
    """The query bar above the appointments at the desk."""

    q = forms.CharField(label=_("Voucher code"), required=False, max_length=40)
    state = forms.ChoiceField(label=_("State"), required=False)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, states: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["state"]
        field.choices = [("", _("All")), *states]
