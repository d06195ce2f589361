"""Every icon that a template or a menu names is in the sprite."""

import re
from pathlib import Path

import zhengyou
from zhengyou.site import assets
from zhengyou.site.components.structure import ALERT_ICONS
from zhengyou.site.components.words import LIGHTS

PACKAGE = Path(zhengyou.__file__).parent
NAMED = re.compile(r"""icon=["']([a-z0-9-]+)["']|\{% icon ["']([a-z0-9-]+)["']""")


def sprite() -> set[str]:
    return set((assets.ROOT / "src" / "frontend" / "icons.txt").read_text(encoding="utf-8").split())


def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    missing = {
        f"{file.relative_to(PACKAGE)}: {name}"
        for pattern in ("**/templates/**/*.html", "**/*.py")
        for file in PACKAGE.glob(pattern)
        for found in NAMED.findall(file.read_text(encoding="utf-8"))
        for name in found
        if name and name not in sprite()
    }
    assert not missing, "add a line to src/frontend/icons.txt"


def test_every_icon_of_lights_and_alerts_is_in_the_sprite() -> None:
    assert {*LIGHTS.values(), *ALERT_ICONS.values()} <= sprite()
