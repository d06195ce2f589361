"""What this installation says of itself at the foot of public pages, and whether its data are made up."""

import os
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from zhengyou.site.environment import DEMONSTRATION_MARK


@dataclass(frozen=True, slots=True)
class Portal:
    """The portal that carries the public pages: 主办单位, 备案号, 标识码 and a telephone number."""

    name: str
    host: str
    phone: str
    icp: str
    police: str
    code: str


@cache
def portal() -> Portal:
    """Return what the operator set in the environment (see `docs/operations.md`)."""
    return Portal(
        name=os.environ.get("PORTAL_NAME", ""),
        host=os.environ.get("PORTAL_HOST", ""),
        phone=os.environ.get("PORTAL_PHONE", ""),
        icp=os.environ.get("PORTAL_ICP", ""),
        police=os.environ.get("PORTAL_POLICE", ""),
        code=os.environ.get("PORTAL_CODE", ""),
    )


def is_demonstration() -> bool:
    """Return whether the database holds the demonstration county, so that every page says so."""
    return (settings.VAR / DEMONSTRATION_MARK).exists()
