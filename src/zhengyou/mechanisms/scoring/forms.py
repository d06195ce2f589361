"""Forms of the comparison pages."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring.enums import Band, Subject
from zhengyou.mechanisms.scoring.queries import group_label
from zhengyou.registry.bodies.models import Body


class ComputeForm(forms.Form):
    """What is to be compared, and over which days (both included)."""

    subject = forms.ChoiceField(label=_("Compare"), choices=Subject.choices)
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label=_("Until"), help_text=_("This day included"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, roots: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"] = forms.ModelChoiceField(
            label=_("Range"), queryset=roots, to_field_name="public_id", empty_label=None, initial=roots.first()
        )
        self.order_fields(["body", "subject", "starts_on", "ends_on"])

    def clean(self) -> dict[str, Any]:
        """Check that the period is one."""
        given = super().clean() or {}
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day must not lie before the first."))
        if starts and starts > clock.today():
            self.add_error("starts_on", _("This period has not begun yet."))
        return given


class LeagueFilter(forms.Form):
    """The query bar above the league table."""

    q = forms.CharField(label=_("Unit or window"), required=False)
    group = forms.ChoiceField(label=_("Peer group"), required=False)
    band = forms.ChoiceField(label=_("Beside its peers"), required=False, choices=[("", _("All")), *Band.choices])

    def __init__(self, *args: Any, groups: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(group, group_label(group)) for group in groups]
        self.fields["group"] = forms.ChoiceField(
            label=_("Peer group"), required=False, choices=[("", _("All")), *named]
        )
