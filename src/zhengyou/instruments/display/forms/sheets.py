"""Forms of signed sheets of promises and of service standards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display.actions import Line
from zhengyou.instruments.display.enums import Measure, Pledger
from zhengyou.instruments.display.forms.fields import Day, Holder, Lines, WindowOfUnit, Words, offer, windows_of
from zhengyou.instruments.display.models import Pledge, PledgeTemplate
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import ServiceItem
from zhengyou.registry.services.queries import offered


class TemplateForm(forms.Form):
    """The pattern of a sheet of promises."""

    name = forms.CharField(label=_("Name of the sheet"), max_length=60)
    pledger = forms.ChoiceField(label=_("Signatory"), choices=Pledger)
    headings = Lines(label=_("Headings"), help_text=_("One on each line, such as 能力, 作风, 效能, 品牌."), rows=5)
    opening = Words(label=_("Opening words"), max_length=300, required=False)


class ChooseForm(forms.Form):
    """By which template a sheet is made, and who promises."""

    template = forms.ModelChoiceField(label=_("Template"), queryset=PledgeTemplate.objects.none(), empty_label=None)
    appointment = Holder(label=_("Person who promises"), required=False, empty_label=_("The unit promises"))

    def __init__(self, *args: Any, templates: Any, holders: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "template", templates)
        offer(self, "appointment", holders)


class PledgeForm(forms.Form):
    """A sheet of promises: one below each heading of its template."""

    starts_on = Day(label=_("Holds from"))
    ends_on = Day(label=_("Holds until"))
    opening = Words(label=_("Opening words"), max_length=300, required=False)

    def __init__(self, *args: Any, template: PledgeTemplate, **options: Any) -> None:
        super().__init__(*args, **options)
        self.headings = list(template.headings)
        for number, heading in enumerate(self.headings):
            self.fields[f"text_{number}"] = Words(label=heading, max_length=300, rows=2)
            self.fields[f"measure_{number}"] = forms.ChoiceField(
                label=_("Measured by"), choices=Measure, required=False
            )
            self.fields[f"target_{number}"] = forms.IntegerField(
                label=_("At least (%)"), required=False, widget=forms.NumberInput(attrs={"min": 1, "max": 100})
            )

    @property
    def lines(self) -> list[Line]:
        """Return the promises as they were typed."""
        given = self.cleaned_data
        return [
            Line(
                heading,
                given[f"text_{number}"],
                Measure(given[f"measure_{number}"] or Measure.NONE),
                given[f"target_{number}"],
            )
            for number, heading in enumerate(self.headings)
        ]


def typed(pledge: Pledge) -> dict[str, Any]:
    """Return what stands on a sheet as the form shows it, for a change or a new version."""
    said: dict[str, Any] = {"starts_on": pledge.starts_on, "ends_on": pledge.ends_on, "opening": pledge.opening}
    places = {heading: number for number, heading in enumerate(pledge.template.headings)}
    for promise in pledge.commitments.order_by("order_number"):
        if (place := places.get(promise.heading)) is not None:
            said |= {
                f"text_{place}": promise.text,
                f"measure_{place}": promise.measure,
                f"target_{place}": promise.target,
            }
    return said


class ItemOfUnit(forms.ModelChoiceField[ServiceItem]):
    """An item that a unit offers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=ServiceItem.objects.none(), to_field_name="public_id", required=False, label=_("Service item"),
            empty_label=_("No single item"), **options,
        )  # fmt: skip


class StandardForm(forms.Form):
    """One version of a service standard."""

    title = forms.CharField(label=_("Title"), max_length=80)
    item = ItemOfUnit()
    window = WindowOfUnit(empty_label=_("No single window"))
    lines = Lines(label=_("Lines of the standard"), help_text=_("One on each line."), rows=8)
    valid_from = Day(label=_("Holds from"))

    def __init__(self, *args: Any, body: Body, amending: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "item", offered().filter(body=body))
        offer(self, "window", windows_of(body))
        if amending:
            del self.fields["item"], self.fields["window"]
