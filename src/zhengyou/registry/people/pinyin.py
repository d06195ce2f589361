"""Sort keys of Chinese names: pinyin with tones, family names as they are spoken."""

from pypinyin import Style, lazy_pinyin

SPOKEN_FAMILY_NAMES = {
    "单": "shan4",
    "仇": "qiu2",
    "解": "xie4",
    "曾": "zeng1",
    "区": "ou1",
    "查": "zha1",
    "盖": "ge3",
    "任": "ren2",
    "华": "hua4",
    "翟": "zhai2",
    "朴": "piao2",
    "尉迟": "yu4 chi2",
    "长孙": "zhang3 sun1",
    "覃": "qin2",
    "乐": "yue4",
    "宁": "ning4",
    "缪": "miao4",
    "晟": "cheng2",
    "冼": "xian3",
    "逄": "pang2",
    "员": "yun4",
    "万俟": "mo4 qi2",
    "令狐": "ling2 hu2",
    "重": "chong2",
    "折": "she2",
    "繁": "po2",
    "秘": "bi4",
    "种": "chong2",
    "召": "shao4",
}
"""Family names that are spoken otherwise than the same character in a word."""


def sort_key(name: str) -> str:
    """Return the key by which ``name`` is sorted, as ``wang2 xiao3 ming2``; at most 120 characters."""
    name = "".join(name.split()).replace("·", "")
    for length in (2, 1):
        if len(name) > length and (spoken := SPOKEN_FAMILY_NAMES.get(name[:length])):
            return " ".join([spoken, *_spell(name[length:])])[:120]
    return " ".join(_spell(name))[:120]


def _spell(text: str) -> list[str]:
    return [syllable.lower() for syllable in lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)]
