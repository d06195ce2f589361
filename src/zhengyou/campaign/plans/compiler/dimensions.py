"""Dimensions: the numbered carriers of an activity (三亮三比三评, 五比, 四个结合) and the items the text lists for each.

A name begins with a numeral and goes on with the word that its items share: 三亮 → 亮身份, 亮承诺, 亮标准. The items
are looked for where official writing puts them, the surest place first: behind the name in brackets or after 即,
before the name (…的“五好”标准), in the numbered pieces below a heading, in 一是…二是…, or as paragraphs that each
begin with the shared word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengyou.campaign.plans.compiler.compounds import paired_headings, paired_items
from zhengyou.campaign.plans.compiler.draft import Dimension, Label
from zhengyou.campaign.plans.compiler.listings import best_listing, nodes_of
from zhengyou.campaign.plans.compiler.outline import Outline, numeral
from zhengyou.campaign.plans.compiler.sets import NUMERAL, Listing, Name, Range

_WORD = r"[\u3400-\u9fff]"
_QUOTED = re.compile(rf"“(?P<name>(?:[{NUMERAL}]{_WORD}{{1,7}})(?:[、,]?\s?[{NUMERAL}]{_WORD}{{1,6}}){{0,4}})”")
_COMPONENT = re.compile(rf"(?P<n>[{NUMERAL}])(?P<unit>[个种条点项大])?(?P<key>{_WORD}{{1,6}}?)(?=[{NUMERAL}、,]|$)")
_SINGLE = re.compile(rf"(?P<n>[{NUMERAL}])(?P<unit>[个种项])(?P<key>{_WORD}{{2,6}})")
_POLITICAL = re.compile(
    r"三个代表|四个全面|四个意识|四个自信|两个维护|两个确立|两个务必|三个务必|八项规定|四风|三严三实|两学一做|三会一课|三重一大|五位一体|一带一路|十[一二三四五六]五|三农|一把手|三公(?![示开])"
    r"|四史|两会|八八战略|一百年|一岗双责|[一五七八六]一$|五四|三八|[一二]十大|十[六七八九]大|两个普遍|三个有利于|四个服务|五育|一票|^四有$|六稳|六保|三区三州|三个倡导|三个面向|四个伟大|四个正确"
    r"|一站式|一条龙|一对一|一窗|一网|一件事|一卡通|一号$|一线$|一流$|三八红旗|五一劳动|五四青年|三下乡|三支一扶|七五普法|八五普法|一国两制|六五|七五|八五|两新|两个一|第一|三同时|一体|十佳|百佳|双随机"
)
_GENERIC = re.compile(
    r"^(?:方面|措施|阶段|步骤|环节|问题|要求|内容|任务|工作|方式|部分|类型|单位|部门|重点|目标|项目|活动|小组|学期|季度|大项|系列|等次|档次|板块|程序|途径|渠道|学科|等奖|工作日|层次|时期|时间"
    r"|关键|主要|具体|基本|优秀|先进|名额|人次|大类|大方面|(?:[年月日周级名人期条点项类等档班组字句章节篇次个种些常体届家校度步批轮支起切定般样致直并律旦线流道面把手票心])$)"
)


def find_dimensions(outline: Outline, title: str) -> tuple[Dimension, ...]:
    """Every dimension of one plan in the order in which the text first names them."""
    found: dict[str, tuple[int, Dimension]] = {}
    wholes = _quoted_names(outline)
    for whole in wholes:
        for name, listing in _resolve(outline, whole, title):
            _keep(outline, found, name, listing)
    for name in _heading_names(outline):
        listing = best_listing(outline, name)
        if listing is None and not (name.heading and _pair_in_heading(outline, name)):
            continue
        _keep(outline, found, name, listing)
    _drop_shadows(found)
    for name in _lone_headings(outline):
        listing = best_listing(outline, name)
        if listing is not None and len(listing.items) == name.announced:
            _keep(outline, found, name, listing)
    ordered = [dimension for _, dimension in sorted(found.values(), key=lambda item: item[0])]
    return tuple(ordered)


def _drop_shadows(found: dict[str, tuple[int, Dimension]]) -> None:
    """Leave out a set without items that is a part of a listed compound, or the compound of listed parts."""
    listed = [dimension.name for _, dimension in found.values() if dimension.items]
    for key, (_, dimension) in list(found.items()):
        parts = [part.group() for part in _components(dimension.name)]
        part_of = any(dimension.name != name and dimension.name in name for name in listed)
        whole_of = len(parts) > 1 and all(part in listed for part in parts)
        if not dimension.items and (part_of or whole_of):
            del found[key]


def _keep(outline: Outline, found: dict[str, tuple[int, Dimension]], name: Name, listing: Listing | None) -> None:
    """Store a dimension unless a fuller one of that name is there already; 五个不准 and 五不准 are one name."""
    start, end = name.places[0]
    sheet = outline.sheet
    items = (
        tuple(
            Label(_tidy(sheet.label(a, b)), sheet.span(a, b), listing.confidence) for a, b in _trimmed(outline, listing)
        )
        if listing
        else ()
    )
    confidence = listing.confidence if listing else 0.5
    dimension = Dimension(name.name, name.announced, items, sheet.span(start, end), confidence)
    key = re.sub(r"[个种项]", "", name.name)
    if key not in found or len(found[key][1].items) < len(items):
        first = min(start, found[key][0]) if key in found else start
        found[key] = (first, dimension)


def _trimmed(outline: Outline, listing: Listing) -> Iterator[Range]:
    text = outline.sheet.text
    for start, end in listing.items:
        marker = re.match(r"\(?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[).、]\s?", text[start:end])
        body = text[start:end]
        left = marker.end() if marker else 0
        left += len(body[left:]) - len(body[left:].lstrip(" “”、,;:(\n"))
        right = len(body.rstrip(" 、,;。:\n"))
        if left < right:
            yield start + left, start + right


def _tidy(label: str) -> str:
    if label.count("”") > label.count("“"):
        label = label.rstrip("”") if label.endswith("”") else label
    return label.strip()


def _quoted_names(outline: Outline) -> list[Name]:
    text = outline.sheet.text
    names: dict[str, Name] = {}
    for match in _QUOTED.finditer(text):
        shown = re.sub(r"[、,\s]", "", match["name"])
        parts = _components(match["name"])
        if not parts or "".join(p.group() for p in parts) != shown or _POLITICAL.search(shown) or len(names) > 150:
            continue
        if len(shown) < len(match["name"]) and all(p["n"] == "一" for p in parts):
            continue  # 一次…、一次… is a list, not a name
        total = sum(numeral(p["n"]) or 0 for p in parts)
        if total < 2 or (len(parts) == 1 and _GENERIC.match(parts[0]["key"])):
            continue
        numbers = {numeral(p["n"]) or 0 for p in parts}
        pairs = numbers.pop() if len(parts) == 2 and len(numbers) == 1 else 0
        name = names.setdefault(shown, Name(shown, total, parts[0]["key"], pairs=pairs))
        if len(name.places) < 12:
            name.places.append(match.span("name"))
        node = outline.around(match.start())
        if node is not None and match.start() < node.heading_end:
            name.heading = True
    return list(names.values())


def _components(name: str) -> list[re.Match[str]]:
    """The numbered parts of a name; 三个进一步 is one part although 一 stands inside it."""
    single = _SINGLE.fullmatch(name)
    return [single] if single else list(_COMPONENT.finditer(name))


def _resolve(outline: Outline, whole: Name, title: str) -> Iterator[tuple[Name, Listing | None]]:
    """A compound name is split where its parts are explained one by one, and kept whole otherwise."""
    parts = _components(whole.name)
    if whole.pairs:
        keys = [part["key"] for part in parts]
        together = paired_items(outline.sheet.text, whole.places, keys, whole.pairs) or paired_headings(
            outline, keys, whole.pairs
        )
        if together:
            whole.announced = whole.pairs
            yield whole, Listing(together, 0.9)
            return
    listing = best_listing(outline, whole, exact=len(parts) > 1)
    if listing is not None:
        yield whole, listing
        return
    split = _split_up(outline, whole, parts) if len(parts) > 1 else []
    if split:
        yield from split
    elif _used_as_carrier(outline, whole, title):
        yield whole, None


def _split_up(outline: Outline, whole: Name, parts: list[re.Match[str]]) -> list[tuple[Name, Listing | None]]:
    """The parts of a compound name with their listings, or the whole where all parts share one; empty if unexplained."""
    text = outline.sheet.text
    pieces = [Name(p.group(), numeral(p["n"]) or 0, p["key"], list(whole.places), whole.heading) for p in parts]
    for piece in pieces:
        alone = [m.span(1) for m in re.finditer(rf"“({re.escape(piece.name)})”", text)][:12]
        piece.places = [*_bare_headings(outline, piece.name), *alone] or piece.places
    listings = [best_listing(outline, piece) for piece in pieces]
    quoted = [f"“{piece.name}”" in text or bool(_bare_headings(outline, piece.name)) for piece in pieces]
    explained = [lst is not None or named for named, lst in zip(quoted, listings, strict=True)]
    same = [lst for lst in listings if lst is not None]
    if len(same) == len(pieces) and all(lst.items == same[0].items for lst in same):
        whole.announced = len(same[0].items)
        return [(whole, same[0])]
    if not any(explained) or any(p.announced < 2 and lst is None for p, lst in zip(pieces, listings, strict=True)):
        return []
    most = sum(explained) * 2 > len(pieces)
    return [
        (piece, lst)
        for piece, lst, known, named in zip(pieces, listings, explained, quoted, strict=True)
        if most or (known and (lst is not None or named))
    ]


def _bare_headings(outline: Outline, name: str) -> list[Range]:
    """Where a heading is nothing but a name: 一、三亮; (一)三学。一学党章…."""
    return [
        (node.line.content, node.line.content + len(name))
        for node in outline.nodes[:600]
        if re.match(rf"{re.escape(name)}(?:活动|行动|工程)?(?:$|[。:,])", node.heading)
    ][:4]


def _used_as_carrier(outline: Outline, name: Name, title: str) -> bool:
    """Whether the plan uses a set that it never lists as its own carrier, rather than alluding to it."""
    text = outline.sheet.text
    shown = f"“{name.name}”"
    if shown in title or name.heading:
        return not any("结合" in text[max(0, s - 30) : e + 30] for s, e in name.places[:1])
    for start, end in name.places:
        before, after = text[max(0, start - 60) : start - 1], text[end + 1 : end + 28]
        if re.search(r"结合|上级|中央|省委|国家", before[-24:] + after):
            continue
        clause = re.split(r"[。;\n]", before)[-1]
        if re.search(r"(?:开展|推进|实施|组织)[^,。]{0,50}$", clause) and re.match(
            r"(?:主题)?(?:实践)?(?:活动|创建|建设)", after
        ):
            return True
        if re.search(r"(?:载体|抓手|内容)", after[:24]) or re.search(r"(?:争创|规定|执行|遵守|严禁|落实)$", clause):
            return True
    return False


_HEADING_NAME = re.compile(
    rf"(?<![\u3400-\u9fff“])(?P<verb>围绕|明确|坚持|抓实|抓好|抓住|把握|突出|推进|开展|实施|做到|实现|强化|落实|达到|聚焦|(?:正确)?处理好|健全|紧扣|注重)"
    rf"“?(?P<name>(?P<n>[{NUMERAL}])(?P<unit>[个种条点项大类])?(?P<key>{_WORD}{{2,5}}?))”?(?=[,、。;:“]|$)"
)


def _heading_names(outline: Outline) -> list[Name]:
    """Sets that a heading names without quotation marks: (三)坚持三点结合,抓实三个层面."""
    text = outline.sheet.text
    names: dict[str, Name] = {}
    for node in outline.nodes:
        if node.line.kind in {"main", "part", "point"}:
            for match in _HEADING_NAME.finditer(text, node.line.content, node.heading_end):
                _add_heading_name(names, match, heading=True)
    inline = re.compile(
        rf"(?:处理好|做到|达到|实现|坚持|把握|抓好|突出|强化)(?P<name>(?P<n>[{NUMERAL}])(?P<unit>[个种项大])(?P<key>{_WORD}{{2,6}}?))(?=[:]\s?(?:一是|1|\(1|①))"
    )
    for match in inline.finditer(text):
        _add_heading_name(names, match, heading=False)
    return list(names.values())


_LONE = re.compile(
    rf"(?:开展|实施|推进|落实)?(?P<name>(?P<n>[二三四五六七八九])(?P<key>{_WORD}{{1,3}}?))(?:活动|行动|工程)?(?:$|[。:])"
)


def _lone_headings(outline: Outline) -> list[Name]:
    """Sets without quotation marks that are a heading by themselves: 一、三亮; 二、三比."""
    names: dict[str, Name] = {}
    for node in outline.nodes[:600]:
        match = _LONE.match(node.heading)
        if match is None or _GENERIC.match(match["key"]) or _POLITICAL.search(match["name"]):
            continue
        start = node.line.content + match.start("name")
        name = names.setdefault(
            match["name"], Name(match["name"], numeral(match["n"]) or 0, match["key"], heading=True)
        )
        name.places.append((start, start + len(match["name"])))
    return list(names.values())


def _add_heading_name(names: dict[str, Name], match: re.Match[str], *, heading: bool) -> None:
    announced = numeral(match["n"]) or 0
    generic = _GENERIC.match(match["key"]) and not (match["unit"] and match["key"].startswith("工作关系"))
    if (
        generic
        or _POLITICAL.search(match["name"])
        or (announced == 1 and not re.match("主线|中心|目标|主题", match["key"]))
    ):
        return
    if not match["unit"] and announced < 3:
        return
    name = names.setdefault(match["name"], Name(match["name"], announced, match["key"], quoted=False))
    name.places.append(match.span("name"))
    name.heading = name.heading or heading


def _pair_in_heading(outline: Outline, name: Name) -> bool:
    """Whether the heading pairs two numbered sets (抓好四个贯穿,把握四个节点), a sign that both carry the plan."""
    text = outline.sheet.text
    for node in nodes_of(outline, name):
        if len(_HEADING_NAME.findall(text[node.line.content : node.heading_end])) >= 2:
            return True
    return False
