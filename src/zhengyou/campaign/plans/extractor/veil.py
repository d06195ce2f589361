"""What must not leave the house with a text: personal data are hidden, sign by sign, so that every place stays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.wording import refusal
from zhengyou.kernel import secrecy

HIDDEN = "\uff0a"
"""Stands in place of each hidden character: a full-width star."""

_NUMBERS = re.compile(
    r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"  # mobile
    r"|(?<!\d)0\d{2,3}[ -\uff0d]?\d{7,8}(?!\d)"  # landline with its area
    r"|(?<![\dXx])\d{17}[\dXx](?![\dXx])|(?<!\d)\d{15}(?!\d)"  # identity
    r"|(?<!\d)\d{4}(?:[ ]?\d{4}){3}(?:[ ]?\d{1,3})?(?!\d)"  # bank card
    r"|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
_CALLED = re.compile(
    r"(?:电\s?话|手\s?机|座\s?机|传\s?真|联系方式|QQ|微信)[号码]{0,2}\s?[:\uff1a]?\s?(?P<number>[\d\- /、\uff0d]{5,40})"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范石廖贾夏韦付傅邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安"
    "齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游"
    "辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景宫费卜冷晏席卫米柏宗瞿桂佟"
)
_ROLES = (
    r"联\s?系\s?人|联\s?络\s?(?:员|人)|负\s?责\s?人|责\s?任\s?人|副?\s?组\s?长|组\s?员|成\s?员|副?\s?主\s?任|召\s?集\s?人|"
    r"牵\s?头\s?人|经\s?办\s?人|填\s?报\s?人|审\s?核\s?人|签\s?发\s?人|总?\s?指\s?挥\s?长?|秘\s?书\s?长|顾\s?问|讲\s?师|主\s?持\s?人"
)
_ROLE_LINE = re.compile(rf"(?:{_ROLES})\s{{0,4}}[:\uff1a](?P<names>[^\n。\uff1b;]{{1,300}})")
_NAME = re.compile(
    rf"(?<![\u3400-\u9fff])(?:[{_SURNAMES}](?:[\u3400-\u9fff]{{1,2}}|[ \u3000]{{1,3}}[\u3400-\u9fff])"
    r"|(?:欧阳|司马|上官|诸葛|皇甫|慕容|令狐|司徒|夏侯)[\u3400-\u9fff]{1,2})(?![\u3400-\u9fff])"
)
_COMRADE = re.compile(rf"[{_SURNAMES}][\u3400-\u9fff]{{1,2}}(?=同志)")
_INTERNAL = re.compile(
    r"^[\s【\[〔(\uff08]{0,3}(?P<word>工作秘密|内部(?:资料|文件|材料|使用)|(?:请勿|不得|严禁)(?:外传|外泄)|不予公开)"
    r"[^\n]{0,14}$",
    re.MULTILINE,
)
_HEAD = 1500
"""Characters at the head of a text in which a mark for internal use stands."""


@dataclass(frozen=True, slots=True)
class Veiled:
    """A text in which personal data are hidden; as long as the text it was made from. ``hidden`` counts the places."""

    text: str
    hidden: int


def veil(text: str) -> Veiled:
    """Hide telephone, identity and card numbers, mail addresses, and the names behind words such as 联系人 and 组长.

    A name that stands anywhere else cannot be told from other words; whoever agrees to sending sees the text first.
    """
    places = [found.span() for found in _NUMBERS.finditer(text)]
    places += [found.span("number") for found in _CALLED.finditer(text)]
    places += [found.span() for found in _COMRADE.finditer(text)]
    for line in _ROLE_LINE.finditer(text):
        start, end = line.span("names")
        places += [found.span() for found in _NAME.finditer(text, start, end)]
    signs, count, last = list(text), 0, 0
    for start, end in sorted(places):
        if end <= last:
            continue
        count += start >= last
        for place in range(max(start, last), end):
            signs[place] = signs[place] if signs[place].isspace() else HIDDEN
        last = end
    return Veiled("".join(signs), count)


def require_may_leave(text: str) -> None:
    """Refuse a text that bears a mark of secrecy, or a mark at its head that keeps it inside the house."""
    mark = secrecy.find_secrecy_mark(text)
    if mark is not None:
        raise refusal("classified", level=mark.word)
    internal = _INTERNAL.search(text[:_HEAD])
    if internal is not None:
        raise refusal("internal", mark=internal["word"])
