"""Which font plays which part in a document, and what to tell the reader where the right one is missing.

Official documents ask for 仿宋, 楷体, 黑体 and 小标宋. These are not free to bundle, so an organisation puts its own
licensed files into `fonts/own` of the installation's folder; they come first. Next come the free fonts fetched into
`fonts`, and the machine's own fonts only where neither suffices, so that two machines print the same page.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence


class Role(StrEnum):
    """The part a font plays in an official document."""

    TEXT = "fangsong"
    SECOND_HEAD = "kai"
    FIRST_HEAD = "hei"
    TITLE = "xiaobiaosong"
    PAGE_NUMBER = "song"


@dataclass(frozen=True, slots=True)
class _Part:
    """How to recognise a role's fonts by their family name, and which free family stands in for them."""

    wanted: re.Pattern[str]
    substitute: str
    name: Sentence


_SERIF, _SANS = "serif", "sans"
_PARTS: dict[Role, _Part] = {
    Role.TEXT: _Part(re.compile(r"fang ?song|仿宋|FS(_GB|-)", re.IGNORECASE), _SERIF, _("The font FangSong")),
    Role.SECOND_HEAD: _Part(re.compile(r"kai(ti)?|楷", re.IGNORECASE), _SERIF, _("The font KaiTi")),
    Role.FIRST_HEAD: _Part(re.compile(r"hei(ti)?\b|sim ?hei|黑体", re.IGNORECASE), _SANS, _("The font SimHei")),
    Role.TITLE: _Part(re.compile(r"xiao ?biao ?song|小标宋", re.IGNORECASE), _SERIF, _("The font XiaoBiaoSong")),
    Role.PAGE_NUMBER: _Part(
        re.compile(r"sim ?sun(?!-ext)|宋体|song(ti)?\b", re.IGNORECASE), _SERIF, _("The font SimSun")
    ),
}
_SUBSTITUTES = {
    _SERIF: ("Noto Serif SC", "Source Han Serif SC", "Noto Serif CJK SC", "AR PL UMing", "FandolSong"),
    _SANS: ("Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "FandolHei"),
}
_WARNED = (Role.TEXT, Role.SECOND_HEAD, Role.TITLE)
"""Roles whose substitute looks different enough to say so; a free sans is a fair 黑体."""


_SUBSTITUTED = _("{wanted} is not installed; {used} was used instead.")


@dataclass(frozen=True, slots=True)
class Cast:
    """The families chosen for each role, in the order of preference, and where they are found."""

    families: dict[str, tuple[str, ...]]
    folders: tuple[Path, ...]
    own: bool
    system: bool
    warnings: tuple[Sentence, ...]
    substituted: frozenset[str]


def own_folder() -> Path:
    """Return the folder for the organisation's own licensed fonts."""
    return Path(settings.VAR) / "fonts" / "own"


def folders() -> tuple[Path, ...]:
    """Return the font folders of this installation that exist, the organisation's own first."""
    return tuple(folder for folder in (own_folder(), Path(settings.VAR) / "fonts") if folder.is_dir())


def cast(*, with_system: bool = False) -> Cast:
    """Choose a font for every role; the machine's own fonts join where no free Chinese font was fetched or on wish."""
    places = folders()
    return _cast(places, _marks(places), with_system)


def _marks(places: Iterable[Path]) -> tuple[tuple[str, int], ...]:
    """Return what changes when a font file comes or goes, so that the choice is not cached too long."""
    return tuple(
        (str(path), path.stat().st_mtime_ns)
        for place in places
        for path in sorted(place.rglob("*"))
        if path.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"}
    )


@lru_cache(maxsize=8)
def _cast(places: tuple[Path, ...], _seen: tuple[tuple[str, int], ...], with_system: bool) -> Cast:
    own = _families([own_folder()] if own_folder() in places else [], system=False)
    found = [*own, *_families(places, system=False)]
    system = with_system or not all(_first(found, names) for names in _SUBSTITUTES.values())
    if system:
        found += _families([], system=True)
    families, warnings, substituted = {}, [], set()
    for role, part in _PARTS.items():
        real = [family for family in found if part.wanted.search(family)]
        stand_in = [family for name in _SUBSTITUTES[part.substitute] for family in found if family == name]
        other = [family for names in _SUBSTITUTES.values() for name in names for family in found if family == name]
        families[role.value] = tuple(dict.fromkeys([*real, *stand_in, *other])) or ("Libertinus Serif",)
        if not real:
            substituted.add(role.value)
            if role in _WARNED and other:
                warnings.append(format_lazy(_SUBSTITUTED, wanted=part.name, used=families[role.value][0]))
    if not _first(found, [*_SUBSTITUTES[_SERIF], *_SUBSTITUTES[_SANS]]) and len(substituted) == len(_PARTS):
        warnings.append(
            _("No Chinese font is installed, so Chinese characters are missing. Install fonts and print again.")
        )
    return Cast(families, places, bool(own), system, tuple(warnings), frozenset(substituted))


def _families(places: Sequence[Path], *, system: bool) -> list[str]:
    if not places and not system:
        return []
    listed = typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(p) for p in places])
    return sorted({font.family for font in listed.fonts() if "cwTeX" not in font.family})  # traditional forms only


def _first(found: Sequence[str], names: Iterable[str]) -> str:
    return next((name for name in names if name in found), "")
