"""The form by which somebody without an appointment gets a number."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.registry.services import queues
from zhengyou.registry.services.models import ServiceItem, Window


class NumberForm(forms.Form):
    """For which item a number is taken, and at which window."""

    item = forms.ModelChoiceField(
        label=_("Service item"), queryset=ServiceItem.objects.none(), to_field_name="public_id"
    )
    window = forms.ModelChoiceField(
        label=_("Window"),
        queryset=Window.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("The one where the fewest wait"),
    )

    def __init__(self, *args: Any, windows: QuerySet[Window], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.windows = windows
        fields["window"].queryset = windows
        fields["window"].label_from_instance = lambda window: f"{window.body.name} · {window}"
        items = ServiceItem.objects.filter(windows__in=windows, closed_on__isnull=True).select_related("body")
        fields["item"].queryset = items.distinct().order_by("body__sort_path", "name", "id")
        fields["item"].label_from_instance = lambda item: f"{item.name}（{item.body.name}）"


def window_for(given: dict[str, Any], windows: QuerySet[Window]) -> Window:
    """Return the window that was chosen, or the one of ``windows`` with the item at which the fewest wait.

    Raises:
        Refused: none of them offers it.
    """
    chosen: Window | None = given["window"] or queues.shortest(windows.filter(items=given["item"]))
    if chosen is None:
        raise Refused(_("No open window offers this item."), field="item")
    return chosen
