"""Components escape what they are given, stay within the content policy, and carry words beside every colour."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from zhengyou.site.components.lists import label_cells

EVIL = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _chinese() -> Any:
    with translation.override("zh-hans"):
        yield


def draw(source: str, path: str = "/", **values: Any) -> str:
    request = RequestFactory().get(path)
    return Template("{% load i18n ui %}" + source).render(Context({"request": request, **values}))


class OrderForm(forms.Form):
    title = forms.CharField(label="整改事项", help_text="一句话写清问题。")
    due = forms.DateField(label="期限", required=False)
    kind = forms.ChoiceField(label="类别", widget=forms.RadioSelect, choices=[("1", "态度"), ("2", "效率")])
    public = forms.BooleanField(label="公开", required=False)


EVERY = [
    "{% heading evil lead=evil eyebrow=evil %}",
    "{% crumb evil evil %}",
    "{% card title=evil lead=evil icon='flag' %}{{ evil }}{% endcard %}",
    "{% kpi evil evil unit=evil change=evil tone='error' note=evil url=evil icon='flag' %}",
    "{% status evil 'info' icon='check' %}",
    "{% light 'red' evil %}",
    "{% alert 'error' title=evil %}{{ evil }}{% endalert %}",
    "{% empty_state evil text=evil action=evil url=evil %}",
    "{% fact evil evil %}",
    "{% button evil name=evil value=evil %}",
    "{% link_button evil evil icon='eye' %}",
    "{% dialog_link evil evil %}",
    "{% post_button evil evil confirm=evil name=evil value=evil %}",
    "{% copy evil label=evil title=evil %}",
    "{% qr evil alt=evil %}",
    "{% fold evil %}{{ evil }}{% endfold %}",
    "{% tabs items %}{% tree items %}{% steps items %}{% files items %}{% timeline items %}",
    "{% chart 'bars' data id='bars' title=evil summary=evil %}{{ evil }}{% endchart %}",
    "{% share_bar parts %}",
    "{% interval_bar 86.2 74.4 93.6 mean=89.9 %}{% progress 3 4 %}{% stars 4 %}",
]


@pytest.mark.parametrize("source", EVERY)
def test_component_escapes_and_needs_no_inline_style_or_script(source: str) -> None:
    item = SimpleNamespace(
        label=EVIL, url=EVIL, name=EVIL, title=EVIL, who=EVIL, text=EVIL, note=EVIL, state="done", size=10, when=None
    )
    parts = [{"label": EVIL, "count": 3, "tone": "level-5"}, {"label": "乙", "count": 1}]
    drawn = draw(source, evil=EVIL, items=[item], parts=parts, data={"labels": [EVIL], "series": []})
    assert "<script>" not in drawn
    assert not re.search(r"\sstyle=|\son\w+=|javascript:", drawn)


def test_unknown_tone_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown tone"):
        draw("{% status 'x' 'purple' %}")


def test_table_labels_every_cell_by_its_column() -> None:
    markup = (
        '<thead><tr><th scope="col">单位</th><th scope="col" class="num"><a href="#">得分 <svg></svg></a></th>'
        '<th scope="col" class="acts">操作</th></tr></thead><tbody><tr><th scope="row">甲</th><td class="num">9</td>'
        '<td class="acts">办理</td></tr><tr><td colspan="2">合计</td><td>1</td></tr></tbody>'
    )
    drawn = label_cells(markup)
    assert '<th role="rowheader" scope="row">甲' in drawn
    assert '<td role="cell" data-label="得分" class="num">9' in drawn
    assert '<td role="cell" class="acts">办理' in drawn
    assert '<td role="cell" data-label="单位" colspan="2">合计' in drawn
    assert '<td role="cell">1' in drawn
    assert drawn.count('role="row"') == 2


def test_table_label_keeps_quotes_inside_the_attribute() -> None:
    drawn = label_cells('<thead><tr><th>A &lt;b&gt; "c"</th></tr></thead><tbody><tr><td>1</td></tr></tbody>')
    assert 'data-label="A &lt;b&gt; &quot;c&quot;"' in drawn


def test_field_shows_label_help_and_error_beside_the_widget() -> None:
    form = OrderForm({"title": "", "due": "2026-13-40", "kind": ""})
    drawn = draw("{% error_summary form %}{% fields form %}", form=form)
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'id="id_title_error"' in drawn
    assert 'href="#id_title"' in drawn
    assert "一句话写清问题。" in drawn
    assert 'value="2026-13-40"' in drawn, "what was typed is kept"


def test_date_field_speaks_the_language_of_the_browser() -> None:
    drawn = draw("{% field form.due %}", form=OrderForm(initial={"due": date(2026, 11, 21)}))
    assert drawn.count("type=") == 1
    assert 'type="date"' in drawn
    assert 'value="2026-11-21"' in drawn


def test_radio_group_is_a_fieldset_with_a_legend() -> None:
    drawn = draw("{% field form.kind %}", form=OrderForm({"kind": "2"}))
    assert "<legend" in drawn
    assert len(re.findall(r'value="2"[^>]* checked', drawn)) == 1
    assert 'for="id_kind_0"' in drawn


def test_sort_header_turns_round_and_forgets_the_page() -> None:
    up = draw("{% sort_header 'due' 'D' %}", "/?q=a&page=3")
    assert 'href="?q=a&amp;sort=due"' in up
    down = draw("{% sort_header 'due' 'D' %}", "/?sort=due")
    assert 'aria-sort="ascending"' in down
    assert 'href="?sort=-due"' in down


def test_pagination_keeps_the_filter() -> None:
    page = Paginator(range(95), 10).page(3)
    drawn = draw("{% pagination page %}", "/?q=a&page=3", page=page)
    assert 'href="?q=a&amp;page=4"' in drawn
    assert "共95条，第3/10页" in drawn


def test_export_link_carries_the_filter_and_no_page() -> None:
    assert 'href="?q=a&amp;export=xlsx"' in draw("{% export_link %}", "/?q=a&page=2")


def test_query_bar_keeps_the_named_parameters() -> None:
    drawn = draw("{% query form keep='body' %}", "/?body=7&title=x", form=OrderForm({"title": "x"}))
    assert '<input type="hidden" name="body" value="7">' in drawn
    assert 'href="?body=7"' in drawn


def test_post_button_carries_the_token() -> None:
    drawn = draw("{% post_button '催办' '/x/' confirm='将发出通知。' %}", csrf_token="secret-token")
    assert 'name="csrfmiddlewaretoken" value="secret-token"' in drawn
    assert 'data-confirm="将发出通知。"' in drawn


def test_interval_bar_says_its_figures_and_stays_on_the_axis() -> None:
    drawn = draw("{% interval_bar 99.5 96 120 %}")
    assert "得分99.5，90% 区间96.0至120.0" in drawn
    assert 'x="96.0" y="3" width="4.0"' in drawn


def test_share_bar_of_nothing_draws_no_division_by_zero() -> None:
    assert "0.0%" in draw("{% share_bar parts %}", parts=[{"label": "甲", "count": 0}])


def test_dates_are_written_as_officials_write_them() -> None:
    moment = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
    assert draw("{{ x|minute }} {{ x|day }} {{ x|weekday }}", x=moment) == "2026-11-21 14:30 2026-11-21 2026-11-21 周六"
    assert draw(
        "{{ a|figure }} {{ b|money }} {{ c|percent }} {{ d|bytes }}", a=12345, b=1200, c=0.962, d=1_423_000
    ) == ("12,345 1,200.00元 96.2% 1.4 MB")
    assert draw("[{{ x|minute }}{{ x|day }}{{ x|weekday }}{{ x|figure }}{{ x|money }}]", x=None) == "[]"


def test_qr_code_holds_the_address() -> None:
    drawn = draw("{% qr 'https://example.invalid/r/7K3M9Q' %}")
    assert drawn.startswith('<svg class="qr"')
    assert "M4 4h7v1h-7z" in drawn, "the finder stands inside a quiet zone of four modules"
