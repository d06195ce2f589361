"""Looks at the machine: disk, keys, files, settings, the calendar's years."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from chinese_calendar.constants import holidays

from zhengyou.kernel import clock
from zhengyou.site import assets, environment, messages
from zhengyou.site.doctor import Finding, judge, loose, production

MEGABYTE = 1_000_000
NEXT_YEAR_FROM = 12
"""The month from which next year's holidays should be known: the State Council announces them in November."""

BACKUP_DAYS = 7


def disk() -> Finding:
    """Room on the disk."""
    folder = environment.var()
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // MEGABYTE
    remedy = "make room or move ZHENGYOU_VAR to a larger disk"
    return judge("磁盘 disk", f"{free:,} MB free for {folder}", fails=free < 300, warns=free < 2000, remedy=remedy)


def keys() -> Finding:
    """Keys that only their owner reads."""
    folder = Path(os.environ.get("ZHENGYOU_SECRETS", environment.var() / "secrets"))
    title = "密钥 keys"
    if not folder.exists():
        return judge(title, f"{folder} does not exist yet", warns=True, remedy="they are made at the first start")
    open_ones = [path.name for path in [folder, *folder.iterdir()] if loose(path.stat().st_mode)]
    seen = f"{', '.join(open_ones)} can be read by others" if open_ones else f"only their owner reads {folder}"
    return judge(title, seen, fails=bool(open_ones), remedy=f"chmod -R go= {folder}; consider the keys known")


def front_end() -> Finding:
    """The built front end."""
    built = (assets.DIST / "assets.json").exists()
    seen = "built" if built else "not built"
    return judge("前端 front end", seen, fails=not built, remedy="zhengyou assets")


def catalogues() -> Finding:
    """The compiled Chinese catalogues."""
    files = [room.catalogue for room in messages.rooms() if room.catalogue.exists()]
    stale = [file for file in files if not _compiled(file)]
    seen = f"{len(stale)} of {len(files)} not compiled" if stale else f"{len(files)} compiled"
    return judge("文字 messages", seen, fails=bool(stale), remedy="zhengyou messages --compile")


def fonts() -> Finding:
    """The fonts of printed documents."""
    there = assets.fonts_present()
    seen = "present" if there else f"missing in {assets.fonts_folder()}"
    return judge("字体 fonts", seen, warns=not there, remedy="zhengyou assets --fonts, or copy them there")


def calendar() -> Finding:
    """Holidays known for this year, and for the next one once they are announced."""
    known, today = max(holidays).year, clock.today()
    needed = today.year + (1 if today.month >= NEXT_YEAR_FROM else 0)
    remedy = "load the announced holidays on the calendar's page, or renew the package chinesecalendar"
    return judge("节假日 holidays", f"known up to {known}", warns=known < needed, remedy=remedy)


def settings() -> Finding:
    """Settings that do not fit a public address."""
    wrong = []
    if environment.flag("ZHENGYOU_DEBUG"):
        wrong.append("ZHENGYOU_DEBUG is on")
    if environment.hosts() == ["*"]:
        wrong.append("ZHENGYOU_HOSTS is empty, any host name is answered")
    if production() and environment.hosts() == environment.HERE:
        wrong.append("ZHENGYOU_HOSTS is empty, only this machine's own names are answered")
    if not os.environ.get("RATING_BASE_URL"):
        wrong.append("RATING_BASE_URL is empty, printed codes carry the address of the request")
    if production() and not os.environ.get("EMAIL_HOST"):
        wrong.append("EMAIL_HOST is empty, no mail is sent")
    return judge("设置 settings", "; ".join(wrong) or "fit", warns=bool(wrong), remedy="see docs/operations.md")


def backup() -> Finding | None:
    """The last backup, where the installation serves people."""
    try:
        made = json.loads((environment.var() / "backup.json").read_text())["made"]
        days = (clock.now() - clock.now().fromisoformat(made)).days
    except FileNotFoundError:
        remedy = "zhengyou backup FILE, daily, to another machine"
        return judge("备份 backup", "none yet", warns=production(), remedy=remedy)
    seen = f"the last one is {days} days old"
    return judge("备份 backup", seen, warns=days > BACKUP_DAYS, remedy="make one daily, see docs/operations.md")


def _compiled(catalogue: Path) -> bool:
    target = catalogue.with_suffix(".mo")
    return target.exists() and target.stat().st_mtime >= catalogue.stat().st_mtime


CHECKS: Sequence[Callable[[], Finding | None]] = (
    disk,
    keys,
    front_end,
    catalogues,
    fonts,
    calendar,
    settings,
    backup,
)
