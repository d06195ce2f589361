"""Every template compiles, and none is so long that nobody reads it."""

import os
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

import zhengyou

PACKAGE = Path(zhengyou.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
LONGEST = 160
"""Lines; the guidance is 80 to 120."""


def label(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", TEMPLATES, ids=label)
def test_template_compiles(path: Path) -> None:
    name = str(path).rpartition(f"{os.sep}templates{os.sep}")[2]
    engines["django"].from_string(path.read_text(encoding="utf-8"))
    assert get_template(name).origin.name == str(path), f"{name} is hidden by a template of the same name"


@pytest.mark.parametrize("path", TEMPLATES, ids=label)
def test_template_is_short_and_carries_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
