"""Where a case's slip and a code's page stand."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.registry.services.models import Case


def slip(case: Case) -> tuple[str, str]:
    """Return label and address of the slip with the rating code; no address while the case has none."""
    return _("Slip for the visitor"), reverse("ratings:slip", args=[case.pk]) if case.invitations.exists() else ""
