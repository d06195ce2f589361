"""Tables of this room."""

from zhengyou.registry.services.models.bookings import Booking, Slot, voucher_code
from zhengyou.registry.services.models.cases import Case, Integration, KeptAnswer, case_number
from zhengyou.registry.services.models.catalogue import ItemVersion, ServiceItem, Staffing, Window, window_code
from zhengyou.registry.services.models.contacts import Distrust, FirstContact, TellingSlip, Undertaking, contact_number
from zhengyou.registry.services.models.mandates import Mandate, MandateStep
from zhengyou.registry.services.models.mappings import FieldMapping
from zhengyou.registry.services.models.rosters import AfterHours, Norm, NormReading, OpeningTime, Shift
from zhengyou.registry.services.models.walkins import WalkIn

__all__ = [
    "AfterHours",
    "Booking",
    "Case",
    "Distrust",
    "FieldMapping",
    "FirstContact",
    "Integration",
    "ItemVersion",
    "KeptAnswer",
    "Mandate",
    "MandateStep",
    "Norm",
    "NormReading",
    "OpeningTime",
    "ServiceItem",
    "Shift",
    "Slot",
    "Staffing",
    "TellingSlip",
    "Undertaking",
    "WalkIn",
    "Window",
    "case_number",
    "contact_number",
    "voucher_code",
    "window_code",
]
