"""Tables of this room."""

from zhengyou.registry.services.models.cases import Case, Integration, KeptAnswer, case_number
from zhengyou.registry.services.models.catalogue import ItemVersion, ServiceItem, Staffing, Window, window_code
from zhengyou.registry.services.models.contacts import FirstContact, TellingSlip, Undertaking, contact_number
from zhengyou.registry.services.models.mandates import Mandate, MandateStep

__all__ = [
    "Case",
    "FirstContact",
    "Integration",
    "ItemVersion",
    "KeptAnswer",
    "Mandate",
    "MandateStep",
    "ServiceItem",
    "Staffing",
    "TellingSlip",
    "Undertaking",
    "Window",
    "case_number",
    "contact_number",
    "window_code",
]
