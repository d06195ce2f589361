"""Forms of items, windows and cases."""

from zhengyou.registry.services.forms.desk import (
    CaseFilter,
    GuideForm,
    ItemFilter,
    ItemForm,
    LinesField,
    NumberForm,
    RegisterForm,
    StaffingForm,
    TokenForm,
    UploadForm,
    WindowChoice,
    WindowFilter,
    WindowForm,
    guide_initial,
)

__all__ = [
    "CaseFilter",
    "GuideForm",
    "ItemFilter",
    "ItemForm",
    "LinesField",
    "NumberForm",
    "RegisterForm",
    "StaffingForm",
    "TokenForm",
    "UploadForm",
    "WindowChoice",
    "WindowFilter",
    "WindowForm",
    "guide_initial",
]
