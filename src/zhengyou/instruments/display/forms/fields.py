"""Fields that several forms of this room have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display.models import Spot
from zhengyou.instruments.display.queries import spots_now
from zhengyou.registry.access.queries import today_only
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.models import Window
from zhengyou.registry.services.queries import open_windows


class Day(forms.DateField):
    """A day, asked with the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}))
        super().__init__(**options)


class Words(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)


class Lines(Words):
    """Texts, one on each line."""

    def clean(self, value: Any) -> Any:
        """Return the lines that say something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class WindowOfUnit(forms.ModelChoiceField[Window]):
    """An open window of one unit."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("queryset", Window.objects.none())
        options.setdefault("label", _("Window"))
        super().__init__(to_field_name="public_id", required=False, **options)


class Holder(forms.ModelChoiceField[Appointment]):
    """Somebody who holds a post today, told by name and post."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("queryset", Appointment.objects.none())
        super().__init__(to_field_name="public_id", **options)

    def label_from_instance(self, appointment: Any) -> str:
        """Return name and title of the post."""
        return f"{appointment.person.name} · {appointment.post.title}"


class SpotsField(forms.ModelMultipleChoiceField[Spot]):
    """Places of a unit, to be ticked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Spot.objects.none(), label=_("Spots"), widget=forms.CheckboxSelectMultiple, **options)


class ReasonForm(forms.Form):
    """A reason that the public or the ledger keeps."""

    reason = Words(label=_("Reason"), max_length=200)


class WordFilter(forms.Form):
    """The query bar of a list that is searched by words and state."""

    q = forms.CharField(label=_("Words"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, states: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["state"].choices = [("", _("All")), *states]  # type: ignore[attr-defined]  # a choice field
        if not states:
            del self.fields["state"]


def at_work_in(body: Body) -> Any:
    """Return the appointments of ``body`` that hold today, in the order of its posts."""
    holders = today_only(Appointment.objects.filter(post__body=body)).select_related("person", "post")
    return holders.order_by("post__order_number", "id")


def windows_of(body: Body) -> Any:
    """Return the open windows of ``body``."""
    return open_windows().filter(body=body)


def offer(form: forms.Form, name: str, rows: Any) -> None:
    """Let the choice field ``name`` of ``form`` offer ``rows``."""
    form.fields[name].queryset = rows  # type: ignore[attr-defined]  # a model choice field


def offer_spots(form: forms.Form, body: Body) -> None:
    """Let ``spots`` of ``form`` offer the places of a unit, or say what to do where it has none."""
    rows = spots_now().filter(body__path__startswith=body.path)
    offer(form, "spots", rows)
    if not rows.exists():
        form.fields["spots"].help_text = _("None is entered yet: enter the spots of this unit first.")
