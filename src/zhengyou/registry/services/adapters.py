"""Ready mapping tables for the interfaces that business systems speak; each unit adapts its own copy."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.registry.services.enums import Ours, Reading


@dataclass(frozen=True, slots=True)
class Line:
    """One field: their name, ours, how its value is read, and their values with ours."""

    theirs: str
    ours: Ours
    reading: Reading = Reading.AS_IS
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Adapter:
    """The mapping table of one interface, with where its field names come from."""

    title: Sentence
    source: str
    lines: tuple[Line, ...]


ADAPTERS: dict[str, Adapter] = {
    "guangdong": Adapter(
        _("Window interface of the Guangdong kind"),
        "https://www.kancloud.cn/xtuo/ping/1998308",
        (
            Line("evalProcess", Ours.STAGE, Reading.BY_TABLE, (("1", "accepted"), ("2", "done"))),
            Line("affairSerialNo", Ours.EXTERNAL_NUMBER),
            Line("departmentCode", Ours.WINDOW, Reading.BY_TABLE),
            Line("affairCode", Ours.ITEM),
            Line("affairApplyTime", Ours.ACCEPTED_AT, Reading.COMPACT_TIME),
            Line("affairDoneTime", Ours.DONE_AT, Reading.COMPACT_TIME),
            Line("userName", Ours.APPLICANT_NAME),
            Line("contactPhone", Ours.APPLICANT_PHONE),
        ),
    ),
    "national": Adapter(
        _("Case push of the national kind"),
        "省级好差评对接文档通行字段（待按本地文件核定）",
        (
            Line("proStatus", Ours.STAGE, Reading.BY_TABLE, (("1", "accepted"), ("2", "accepted"), ("3", "done"))),
            Line("projectNo", Ours.EXTERNAL_NUMBER),
            Line("orgcode", Ours.WINDOW, Reading.BY_TABLE),
            Line("taskCode", Ours.ITEM),
            Line("acceptDate", Ours.ACCEPTED_AT, Reading.COMPACT_TIME),
            Line("resultDate", Ours.DONE_AT, Reading.COMPACT_TIME),
            Line("userName", Ours.APPLICANT_NAME),
            Line("mobile", Ours.APPLICANT_PHONE),
        ),
    ),
}
"""Identity numbers that these interfaces carry too (certificateNo, certKey) have no line: they are never read."""
