"""The catalogues: what is extracted, kept, compiled and complained about."""

from pathlib import Path

import pytest

from zhengyou.site import messages
from zhengyou.site.messages import Room

TEMPLATE = """{% load i18n %}
<h1>{% translate "Windows" %} {% trans 'Unit' context "body" %}</h1>
{% blocktranslate trimmed with name=unit.name %}
  {{ name }} answers
  within five days.
{% endblocktranslate %}
{% blocktranslate count n=total %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}
{% component "button"
   label=_("Save draft")
   hint=_('50% done') %}
{{ value|default:_("none yet") }} {{ _("Plain") }}
{# Translators: 中文 in a comment is no text #}
"""

PYTHON = '''"""A room."""
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
A = gettext_lazy("Case "
                 "closed")
B = pgettext_lazy("state", "Open")
def f(n): return _("Refused: %(why)s") % {"why": n}, ngettext("%(n)d day", "%(n)d days", n)
'''


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    folder = tmp_path / "zhengyou" / "records" / "sample"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (folder / "actions.py").write_text(PYTHON, encoding="utf-8")
    monkeypatch.setattr(messages, "SOURCE", tmp_path / "zhengyou")
    return Room("records/sample", folder)


def translate(room: Room, **strings: str) -> None:
    """Fills every empty msgstr, with the given translation where one is named by its first word."""
    head, *blocks = room.catalogue.read_text(encoding="utf-8").split("\n\n")
    for number, block in enumerate(blocks):
        word = next((key for key in strings if f'msgid "{key}' in block), None)
        filled = block.replace('msgstr ""', f'msgstr "{strings[word] if word else "译"}"')
        blocks[number] = filled.replace('msgstr[0] ""', 'msgstr[0] "译"')
    room.catalogue.write_text("\n\n".join([head, *blocks]), encoding="utf-8")


def test_extraction_finds_every_form(room: Room) -> None:
    found = {(m.id, m.context) for m in messages.extracted(room) if m.id}
    assert found == {
        ("Windows", None),
        ("Unit", "body"),
        ("%(name)s answers within five days.", None),
        (("%(n)s case", "%(n)s cases"), None),
        ("Save draft", None),
        ("50% done", None),
        ("none yet", None),
        ("Plain", None),
        ("Case closed", None),
        ("Open", "state"),
        ("Refused: %(why)s", None),
        (("%(n)d day", "%(n)d days"), None),
    }


def test_update_keeps_translations_and_drops_what_left(room: Room) -> None:
    assert messages.update(room) == (12, 12)
    translate(room, Windows="窗口")
    page = room.folder / "templates" / "page.html"
    page.write_text(page.read_text(encoding="utf-8").replace('_("Plain")', '_("New")'), encoding="utf-8")
    assert messages.update(room) == (12, 1)
    text = room.catalogue.read_text(encoding="utf-8")
    assert 'msgstr "窗口"' in text
    assert "Plain" not in text
    assert messages.render(messages.stored(room)) == room.catalogue.read_bytes()


def test_check_names_each_fault(room: Room) -> None:
    messages.update(room)
    translate(room, Refused="拒绝：%(reason)s", Windows="窗口", Unit="单位")
    text = room.catalogue.read_text(encoding="utf-8")
    text = text.replace('msgid "Windows"', '#, fuzzy\nmsgid "Windows"')
    room.catalogue.write_text(text.replace('msgid "Plain"\nmsgstr "译"', 'msgid "Plain"\nmsgstr ""'), encoding="utf-8")
    (room.folder / "templates" / "bare.html").write_text("<p>\n没有翻译</p>", encoding="utf-8")
    (room.folder / "templates" / "official.html").write_text("{# messages: zh #}<p>通知</p>", encoding="utf-8")
    (room.folder / "rules.py").write_text('"""规则。"""\nREASON = "不行"\n', encoding="utf-8")
    faults = "\n".join(messages.complaints(room))
    assert "fuzzy: 'Windows'" in faults
    assert "untranslated: 'Plain'" in faults
    assert "['%(reason)s'] is not in" in faults
    assert "['%(why)s'] is lost" in faults
    assert "bare.html:2: Chinese outside gettext" in faults
    assert "rules.py:2" in faults
    assert "official.html" not in faults
    assert "rules.py:1" not in faults


def test_compiled_catalogue_is_read_by_gettext(room: Room) -> None:
    import gettext

    messages.update(room)
    translate(room, Windows="窗口")
    assert messages.compile_room(room)
    assert not messages.compile_room(room)
    compiled = gettext.translation("django", room.folder / "locale", ["zh_Hans"])
    assert compiled.gettext("Windows") == "窗口"
    assert compiled.ngettext("%(n)d day", "%(n)d days", 3) == "译"


def test_two_rooms_with_different_translations_conflict(room: Room, tmp_path: Path) -> None:
    other = Room("records/other", tmp_path / "zhengyou" / "records" / "other")
    (other.folder / "templates").mkdir(parents=True)
    (other.folder / "templates" / "x.html").write_text('{% translate "Windows" %}', encoding="utf-8")
    for each, word in ((room, "窗口"), (other, "视窗")):
        messages.update(each)
        translate(each, Windows=word)
    assert [line for line in messages.conflicts([room, other]) if "'Windows'" in line]
    assert len(list(messages.conflicts([room, other]))) == 1
