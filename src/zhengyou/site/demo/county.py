"""The fictitious 青禾县 as it stands: its bodies in official order, and what each does for the public."""

from dataclasses import dataclass

from zhengyou.registry.bodies.enums import Kind, Level

ROOT = "county"
CITY = "city"


@dataclass(frozen=True, slots=True)
class Unit:
    """One body; ``trade`` names what it does for the public, ``volume`` how many visitors beside the others."""

    key: str
    name: str
    short: str
    kind: Kind
    above: str
    trade: str = ""
    windows: int = 0
    volume: float = 0.0
    level: Level = Level.COUNTY
    every_day: bool = False
    """Whether it also serves on days off."""


TOWNS = [
    "稻香",
    "麦浪",
    "穗丰",
    "禾露",
    "云秧",
    "溪苗",
    "谷雨",
    "芒种",
    "青秧",
    "金穗",
    "禾畔",
    "田歌",
    "麦芒",
    "稻岸",
    "星禾",
    "望穗",
    "苗圃",
]

_PARTY = """
discipline|中共青禾县纪律检查委员会、青禾县监察委员会|县纪委监委
party-office|中共青禾县委办公室|县委办公室
organisation|中共青禾县委组织部|县委组织部
publicity|中共青禾县委宣传部|县委宣传部
social-work|中共青禾县委社会工作部|县委社会工作部
organs-party|中共青禾县委直属机关工作委员会|县直机关工委
"""

# key | name | short name | kind | above | trade | windows | volume | every day
_UNITS = """
gov-office|青禾县人民政府办公室|县政府办|government|gov
service-centre|青禾县政务服务中心|县政务服务中心|institution|gov|hall|14|9
market|青禾县市场监督管理局|县市场监管局|government|gov|market|4|4
natural|青禾县自然资源局|县自然资源局|government|gov|land|2|1.2
registry|青禾县不动产登记中心|县不动产登记中心|institution|natural|property|5|5
housing|青禾县住房和城乡建设局|县住建局|government|gov|housing|3|1.6
health|青禾县卫生健康局|县卫健局|government|gov|health|2|1.0
hospital|青禾县人民医院|县人民医院|hospital|health|medical|8|13|*
tcm|青禾县中医医院|县中医医院|hospital|health|medical|5|6|*
mother|青禾县妇幼保健院|县妇幼保健院|hospital|health|medical|4|4|*
blood|青禾县疾病预防控制中心|县疾控中心|hospital|health|medical|2|1.2
labour|青禾县人力资源和社会保障局|县人社局|government|gov|labour|3|2
social-insurance|青禾县社会保险服务中心|县社保中心|institution|labour|insurance|6|7
tax|国家税务总局青禾县税务局|县税务局|government|gov|tax|8|8
police|青禾县公安局|县公安局|government|gov|household|4|5
exit-entry|青禾县公安局出入境管理大队|县公安局出入境大队|government|police|exit|3|3
traffic-police|青禾县公安局交通警察大队车辆管理所|县车管所|government|police|vehicle|4|4.5
civil|青禾县民政局|县民政局|government|gov|civil|3|1.8
insurance|青禾县医疗保障局|县医保局|government|gov|medicare|4|5
education|青禾县教育局|县教育局|government|gov|schooling|2|1.0
school-1|青禾县第一中学|县一中|school|education|schooling|1|0.4
school-2|青禾县第二中学|县二中|school|education|schooling|1|0.3
school-3|青禾县实验小学|县实验小学|school|education|schooling|1|0.4
school-4|青禾县职业技术学校|县职校|school|education|schooling|1|0.25
school-5|青禾县特殊教育学校|县特教学校|school|education|schooling|1|0.08
transport|青禾县交通运输局|县交通运输局|government|gov|transport|2|1.2
bus|青禾县公共交通有限责任公司|县公交公司|enterprise|transport|bus|3|4|*
station|青禾县汽车客运站|县客运站|enterprise|transport|bus|3|3|*
toll|青禾收费站|青禾收费站|enterprise|transport|toll|3|2.2|*
toll-2|禾畔收费站|禾畔收费站|enterprise|transport|toll|2|1|*
farm|青禾县农业农村局|县农业农村局|government|gov|farm|2|1.0
water|青禾县水利局|县水利局|government|gov|waterworks|1|0.06
waterworks|青禾县供水有限责任公司|县供水公司|enterprise|water|supply|3|3
justice|青禾县司法局|县司法局|government|gov|justice|2|0.7
notary|青禾县公证处|县公证处|institution|justice|justice|1|0.4
veterans|青禾县退役军人事务局|县退役军人局|government|gov|veterans|1|0.5
emergency|青禾县应急管理局|县应急管理局|government|gov|licence|1|0.2
environment|青禾县生态环境局|县生态环境局|government|gov|licence|1|0.2
enforcement|青禾县综合行政执法局|县执法局|government|gov|licence|1|0.4
culture|青禾县文化和旅游局|县文旅局|government|gov|licence|1|0.25
forestry|青禾县林业局|县林业局|government|gov|licence|1|0.08
petitions|青禾县信访局|县信访局|government|gov|petition|1|0.6
archives|青禾县档案馆|县档案馆|institution|gov|archive|1|0.3
fund|青禾县住房公积金管理部|县公积金管理部|institution|gov|fund|2|2
power|国网青禾县供电公司|县供电公司|enterprise|gov|supply|3|3
gas|青禾县燃气有限责任公司|县燃气公司|enterprise|gov|supply|2|1.2
bank-1|青禾农商银行城关支行|农商行城关支行|bank|gov|bank|3|3
bank-2|青禾农商银行稻香支行|农商行稻香支行|bank|gov|bank|2|1.2
bank-3|禾州银行青禾支行|禾州银行青禾支行|bank|gov|bank|2|1.5
bank-4|青禾村镇银行|青禾村镇银行|bank|gov|bank|2|0.7
post|青禾县邮政支局|县邮政支局|enterprise|gov|post|2|1.2
tobacco|青禾县烟草专卖局|县烟草专卖局|government|gov|licence|1|0.4
disabled|青禾县残疾人联合会|县残联|mass|gov|civil|1|0.3
"""

_UNIONS = """
union-aid|青禾县职工服务中心|县职工服务中心|institution|union|2|0.9
union-education|青禾县教育工会|县教育工会|federation
union-health|青禾县卫生健康系统工会联合会|县卫健系统工会联合会|federation
union-transport|青禾县交通运输行业工会联合会|县交通运输行业工会联合会|federation
union-trade|青禾县商贸餐饮行业工会联合会|县商贸餐饮行业工会联合会|federation
union-new|青禾县新就业群体工会联合会|县新就业群体工会联合会|federation
"""

_SECTIONS = "登记注册股 食品监管股 质量监管股 特种设备股 执法稽查大队"
"""Offices inside the market bureau, whose own plan they carry out."""

# key | name | kind | level | its units
_PLACES = """
ziyang|紫阳县总工会|union|county|紫阳县教育系统工会 紫阳县卫生系统工会 紫阳县交通系统工会 紫阳县税务系统工会 紫阳县供水行业工会 城关镇工会联合会
wujin|武进区总工会|union|county|武进区总工会机关 高新区总工会 经开区总工会 湖塘镇总工会 牛塘镇总工会
gejiu|个旧市城区街道办事处|town|town|第一社区居民委员会 第二社区居民委员会 第三社区居民委员会 第四社区居民委员会 第五社区居民委员会
changshou|长寿第一中学|school|county|教务处 德育处 总务处 高一年级组 高二年级组 高三年级组
tollway|白兰高速公路收费管理所|enterprise|base|综合办公室 皋兰收费站 白银收费站 水川收费站 路产养护队
health-system|河北省医药卫生系统活动办公室|office|province|石家庄市卫生健康委 唐山市卫生健康委 保定市卫生健康委 邯郸市卫生健康委 沧州市卫生健康委
city-union|江州市总工会|union|city|江州市机关工会联合会 江州开发区总工会 江州市商贸流通工会
"""

PLACES = tuple(line.split("|")[0] for line in _PLACES.split("\n") if line)
"""Other places, each a root of its own with a campaign of its own; their plans name them so."""


def units() -> list[Unit]:
    """Return every body, each after the one above it, in official order: the county, then the other places."""
    return [*_frame(), *_departments(), *_unions(), *_towns(), *_places()]


def _places() -> list[Unit]:
    made = []
    for line in filter(None, _PLACES.split("\n")):
        key, name, kind, level, below = line.split("|")
        made.append(Unit(key, name, name, Kind(kind), "", level=Level(level)))
        inside = Kind.UNION if kind == "union" else Kind.OFFICE
        made += [Unit(f"{key}-{n}", one, one, inside, key, level=Level.BASE) for n, one in enumerate(below.split(), 1)]
    sections = enumerate(_SECTIONS.split(), 1)
    return [*made, *(Unit(f"market-{n}", one, one, Kind.OFFICE, "market", level=Level.BASE) for n, one in sections)]


def _frame() -> list[Unit]:
    party = [line.split("|") for line in _PARTY.split("\n") if line]
    return [
        Unit(CITY, "禾州市总工会", "市总工会", Kind.UNION, "", level=Level.CITY),
        Unit(ROOT, "青禾县", "青禾县", Kind.GOVERNMENT, ""),
        Unit("party", "中共青禾县委员会", "县委", Kind.PARTY, ROOT),
        *(Unit(key, name, short, Kind.PARTY, "party") for key, name, short in party),
        Unit("office", "青禾县为民服务活动办公室", "县活动办", Kind.OFFICE, "party"),
        Unit("gov", "青禾县人民政府", "县政府", Kind.GOVERNMENT, ROOT),
    ]


def _departments() -> list[Unit]:
    made = []
    for line in filter(None, _UNITS.split("\n")):
        key, name, short, kind, above, *rest = line.split("|")
        trade, windows, volume, daily = [*rest, ""][:4] if rest else ["", "0", "0", ""]
        made.append(
            Unit(key, name, short, Kind(kind), above, trade, int(windows), float(volume), every_day=daily == "*")
        )
    return made


def _unions() -> list[Unit]:
    made = [Unit("union", "青禾县总工会", "县总工会", Kind.UNION, ROOT, "union", 1, 0.3)]
    for line in filter(None, _UNIONS.split("\n")):
        key, name, short, kind, *rest = line.split("|")
        trade, windows, volume = rest or ["", "0", "0"]
        made.append(Unit(key, name, short, Kind(kind), "union", trade, int(windows), float(volume)))
    for number, town in enumerate(TOWNS, 1):
        name = f"青禾县{town}镇工会联合会"
        made.append(Unit(f"union-{number}", name, f"{town}镇工会联合会", Kind.FEDERATION, "union", level=Level.TOWN))
    return made


def _towns() -> list[Unit]:
    made = []
    for number, town in enumerate(TOWNS, 1):
        volume = round(2.2 / number**0.7, 2)
        made += [
            Unit(f"town-{number}", f"青禾县{town}镇人民政府", f"{town}镇", Kind.TOWN, "gov", level=Level.TOWN),
            Unit(
                f"centre-{number}",
                f"{town}镇便民服务中心",
                f"{town}镇便民中心",
                Kind.INSTITUTION,
                f"town-{number}",
                "town",
                5 if number <= 6 else 4,
                volume,
                Level.TOWN,
            ),
        ]
    return made
