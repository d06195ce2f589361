"""Names of people who do not exist: a plant or the weather for the family, a number word for the person.

No family bears these names, so that nobody can be mistaken for one of the demonstration's clerks.
"""

from collections.abc import Iterator

FAMILIES = "禾穗稻秧岚霞露虹霜霁榆荷菱茭葵棉薯藕椒茶芋芹蓼菽黍"
GIVEN = [
    "一诺",
    "三思",
    "五福",
    "七星",
    "九章",
    "百川",
    "千帆",
    "万象",
    "二喜",
    "四维",
    "六合",
    "八方",
    "十全",
    "百顺",
    "千里",
    "半夏",
    "双全",
    "三省",
    "四季",
    "五湖",
    "七彩",
    "八达",
    "九如",
    "一鸣",
]


def people() -> Iterator[str]:
    """Yield each name once, as 禾一诺 and 穗三思; neighbours have different family names."""
    for turn in range(len(GIVEN)):
        for place, family in enumerate(FAMILIES):
            yield family + GIVEN[(turn + place) % len(GIVEN)]
