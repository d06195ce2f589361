"""Shipped schemes, to be adopted as drafts and changed: each with the sentence or norm it comes from.

Weights that no source gives are even; an office sets its own before the scheme is frozen. Where a source weighs nothing
for the people served, a part for their satisfaction is added, since every scheme needs one.
"""

from dataclasses import dataclass, field

from zhengyou.mechanisms.scoring.enums import Form, Rhythm, Role, Source, Voice


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a preset's tree, in the words of `models.Part`."""

    name: str
    weight: float
    standard: str = ""
    role: Role = Role.PART
    source: Source = Source.CHECK
    indicator: str = ""
    worst: float = 0.0
    target: float = 100.0
    mandatory: bool = False
    voice: Voice = Voice.NONE
    below: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Preset:
    """One shipped scheme."""

    code: str
    title: str
    basis: str
    parts: tuple[Node, ...]
    kinds: tuple[str, ...] = ()
    rhythm: Rhythm = Rhythm.QUARTER
    grades: tuple[tuple[str, float], ...] = field(default=(("优秀", 90.0), ("合格", 70.0), ("基本合格", 60.0)))
    climb: int = 0
    bonus_cap: float = 5.0
    form: Form = Form.MEAN


def _group(name: str, weight: float, *below: Node) -> Node:
    return Node(name, weight, source=Source.GROUP, below=below)


def _checked(weight: float, *names: str) -> tuple[Node, ...]:
    return tuple(Node(name, weight) for name in names)


def _public(weight: float, name: str = "群众满意度", standard: str = "") -> Node:
    return Node(
        name, weight, standard, source=Source.INDICATOR, indicator="satisfaction", mandatory=True, voice=Voice.PUBLIC
    )


def _members(weight: float) -> Node:
    return Node("会员（职工）满意度", weight, "会员评家：满意票占有效票的百分比", mandatory=True, voice=Voice.PUBLIC)


def _read(name: str, weight: float, indicator: str, standard: str = "", voice: Voice = Voice.NONE) -> Node:
    return Node(
        name, weight, standard, source=Source.INDICATOR, indicator=indicator, voice=voice,
        mandatory=voice == Voice.PUBLIC,
    )  # fmt: skip


def _rectified(weight: float) -> Node:
    return Node("差评整改到位率", weight, source=Source.INDICATOR, indicator="rectification")


_ARREARS = Node("拖欠职工工资", 0, "当期查实拖欠职工工资的，一票否决", role=Role.VETO)
_ACCIDENT = Node("较大以上安全责任事故", 0, "当期发生的，一票否决", role=Role.VETO)
_DISCIPLINE = Node("严重违纪违法", 0, "当期受到处理的，一票否决", role=Role.VETO)
_PRAISE = Node("受到上级通报表扬", 2, "每次计分，同一事项只计一次", role=Role.BONUS)
_CRITICISM = Node("受到通报批评", 5, "每次扣分，同一事项只扣一次", role=Role.DEDUCTION)
_STARS = (("五星", 95.0), ("四星", 85.0), ("三星", 75.0), ("二星", 65.0), ("一星", 60.0))

_ALL = (
    Preset(
        "wuhao",
        "“五好”工会建设考核",
        "市总工会方案：组织健全班子建设形象好、履行职能维护职工权益好、阵地落实开展各项活动好、经费保障依法上缴使用好、制度健全台账资料规范好",
        (
            *_checked(18, "组织健全，班子建设形象好", "履行职能，维护职工权益好", "阵地落实，开展各项活动好"),
            *_checked(18, "经费保障，依法上缴使用好", "制度健全，台账资料规范好"),
            _members(10),
            _PRAISE,
            _DISCIPLINE,
        ),
        kinds=("union", "town", "federation"),
        rhythm=Rhythm.YEAR,
    ),
    Preset(
        "wuyou-have",
        "非公企业工会“五有”考核",
        "市总工会方案：有组织、班子；有计划、制度；有阵地、活动；有经费保障；有台账、资料",
        (
            *_checked(18, "有组织、班子", "有计划、制度", "有阵地、活动", "有经费保障", "有台账、资料"),
            _members(10),
            _ARREARS,
        ),
        kinds=("enterprise",),
        rhythm=Rhythm.YEAR,
    ),
    Preset(
        "wuyou-best",
        "机关事业单位工会“五优”考核",
        "市总工会方案：组织班子优化、工作环境优良、服务职工优质、开展活动优好、整体工作优秀",
        (
            *_checked(18, "组织班子优化", "工作环境优良", "服务职工优质", "开展活动优好", "整体工作优秀"),
            _members(10),
            _DISCIPLINE,
        ),
        kinds=("government", "institution", "school", "hospital"),
        rhythm=Rhythm.YEAR,
    ),
    Preset(
        "toll-stars",
        "收费站星级评定",
        "高速公路收费站星级评定通行做法：★项一票否决，※项累计扣分、扣完为止；年度有效，发生重大事件随时降级",
        (
            Node("文明服务", 25, "着装、手势、用语、微笑"),
            Node("收费业务", 25, "差错率、特情处置"),
            Node("安全畅通", 20, "保畅、安全管理"),
            Node("站容站貌", 10),
            _public(20, "司乘人员满意度"),
            Node("※项扣分", 10, "每次扣分，扣完为止", role=Role.DEDUCTION),
            _ACCIDENT,
        ),
        grades=_STARS,
        climb=1,
        rhythm=Rhythm.YEAR,
    ),
    Preset(
        "red-flag",
        "红旗窗口评选",
        "县级政务服务大厅做法：窗口办件效率30%、工作人员得分30%、值班领导评议20%、服务对象评议20%",
        (
            _read("窗口办件效率", 30, "timeliness", "按承诺时限办结的百分比"),
            Node("窗口工作人员得分", 30, "当月考核得分的平均"),
            Node("值班领导评议", 20, voice=Voice.SUPERIOR),
            _public(20, "服务对象评议"),
            _DISCIPLINE,
        ),
        rhythm=Rhythm.MONTH,
        grades=(("优秀", 90.0), ("良好", 80.0), ("一般", 60.0)),
    ),
    Preset(
        "county-hall",
        "政务服务中心窗口百分制考核",
        "县政务服务中心月度考核：到岗20、受理退件15、收费10、时限15、办结15、档案3、卫生2，满意度20；基础分100分，最高110分",
        (
            _group(
                "工作纪律", 20, Node("到岗履职", 15, "请假半天扣3分，会议迟到扣2分、缺席扣5分"), Node("会议培训", 5)
            ),
            _group(
                "办件质量",
                55,
                Node("受理与退件", 15),
                _read("办理时限", 15, "timeliness", "按承诺时限办结的百分比"),
                Node("办结", 15),
                Node("收费规范", 10),
            ),
            _group("内务管理", 5, Node("档案资料", 3), Node("环境卫生", 2)),
            _public(20),
            Node("创新举措与表扬", 5, role=Role.BONUS),
            _CRITICISM,
            _DISCIPLINE,
        ),
        rhythm=Rhythm.MONTH,
        bonus_cap=10.0,
        grades=(("合格", 80.0), ("基本合格", 60.0)),
    ),
    Preset(
        "three-rates",
        "诉求办理“三率”考核",
        "准格尔旗做法：响应率30%、解决率35%、满意率35%",
        (
            _read("响应率", 30, "matters_response", "时限内联系诉求人的百分比"),
            _read("解决率", 35, "matters_resolution", "回访答复已解决的百分比"),
            _read("满意率", 35, "matters_satisfaction", "有效回访的满意程度", Voice.PUBLIC),
        ),
        rhythm=Rhythm.MONTH,
    ),
    Preset(
        "five-compete",
        "“五比”竞赛考核",
        "质监系统方案：“五比五规范三评议”；各项权重由活动办公室确定，出厂为均等",
        (*_checked(16, "比学习", "比业务", "比作风", "比服务", "比业绩"), _public(20)),
    ),
    Preset(
        "window-goals",
        "示范、便民、形象、发展窗口创建评估",
        "收费站方案：优化发展环境的示范窗口、服务人民群众的便民窗口、展示精神风貌的形象窗口、引领行业文明的发展窗口",
        (*_checked(20, "示范窗口", "便民窗口", "形象窗口", "发展窗口"), _public(10), _rectified(10)),
        rhythm=Rhythm.HALF,
        grades=(("达标", 85.0), ("基本达标", 70.0)),
        climb=1,
    ),
    Preset(
        "conduct-window",
        "规范服务之窗作风考核",
        "市总工会方案：以作风建设为考核标准创规范服务之窗",
        (_group("作风建设", 60, *_checked(20, "工作纪律", "服务态度", "廉洁自律")), Node("规范服务", 20), _public(20)),
    ),
    Preset(
        "ethics",
        "医德考评",
        "《医德考评实施细则（试行）》七个方面：救死扶伤、尊重患者权利、文明礼貌、遵纪守法、因病施治、顾全大局、严谨求实",
        (
            *_checked(
                12,
                "救死扶伤，全心全意为人民服务",
                "尊重患者的权利，为患者保守医疗秘密",
                "文明礼貌，优质服务，构建和谐医患关系",
                "遵纪守法，廉洁行医",
                "因病施治，规范医疗服务行为",
                "顾全大局，团结协作，和谐共事",
                "严谨求实，努力提高专业技术水平",
            ),
            _public(16, "患者满意度"),
            _DISCIPLINE,
        ),
        kinds=("hospital",),
        rhythm=Rhythm.YEAR,
        grades=(("优秀", 90.0), ("良好", 80.0), ("一般", 60.0)),
    ),
    Preset(
        "five-builds",
        "“五建”考核",
        "交通系统方案：思想、组织、制度、作风、廉政建设",
        (*_checked(16, "思想建设", "组织建设", "制度建设", "作风建设", "廉政建设"), _public(20), _DISCIPLINE),
        rhythm=Rhythm.HALF,
    ),
    Preset(
        "four-gains",
        "活动成效“四个明显”季度考评",
        "区总工会方案：作风、服务、效率、队伍四个方面有明显变化；活动前后各评一次",
        (*_checked(20, "作风明显转变", "服务明显改善", "效率明显提高", "队伍素质明显提升"), _public(20)),
    ),
    Preset(
        "four-goods",
        "文明、诚信、廉洁、优质服务考核",
        "质监系统方案的四组指标；群众、社会、组织三个满意分别列示",
        (
            *_checked(15, "文明服务", "诚信服务", "廉洁服务", "优质服务"),
            _public(20),
            Node("社会满意度", 10, "服务对象代表、行风监督员评议", voice=Voice.SOCIETY),
            Node("组织满意度", 10, "上级党组织评议", voice=Voice.SUPERIOR),
        ),
    ),
    Preset(
        "harmony",
        "劳动关系和谐企业评估",
        "市总工会方案；拖欠工资的一票否决",
        (
            *_checked(20, "劳动合同签订与履行", "集体协商与集体合同", "职工民主管理", "职工权益保障"),
            _members(20),
            _ARREARS,
            _ACCIDENT,
        ),
        kinds=("enterprise",),
        rhythm=Rhythm.YEAR,
        grades=(("和谐企业", 85.0), ("基本和谐", 70.0)),
    ),
    Preset(
        "federation-norms",
        "工会联合会规范化建设评估",
        "市总工会方案：规范联合会建设",
        (*_checked(20, "组织建设规范", "制度建设规范", "工作运行规范", "经费管理规范"), _members(20)),
        kinds=("federation", "union"),
        rhythm=Rhythm.YEAR,
    ),
    Preset(
        "workers-rights",
        "职工知情权、参与权、监督权保障评估",
        "市总工会方案：保障职工知情权、参与权、监督权",
        (
            Node("知情权", 30, "厂务公开的内容、形式、时间"),
            Node("参与权", 30, "职代会按期召开，重大事项经职代会审议"),
            Node("监督权", 30, "民主评议、提案督办"),
            _members(10),
        ),
        kinds=("enterprise", "institution", "government"),
        rhythm=Rhythm.YEAR,
    ),
    Preset(
        "eight-improvements",
        "交通窗口服务考核",
        "交通局方案：文中称“七方面”而列出八项，均列为指标：公正、廉洁、态度、技能、规范、质量、效率、承诺兑现；另收正点发车率",
        (
            *_checked(8, "公正", "廉洁", "态度", "技能", "规范", "质量", "效率"),
            _read("承诺兑现率", 14, "commitments", "有记录可查的公开承诺中，兑现的百分比"),
            Node("正点发车率", 10, "调度系统导出的正点班次百分比", worst=60, target=100),
            _public(10, "群众评价满意度"),
            Node("群众反映问题办结率", 10, source=Source.INDICATOR, indicator="rectification"),
        ),
    ),
    Preset(
        "performance",
        "比业绩、看实绩考核",
        "比业绩、看实绩、比贡献：业绩取自办件与评价记录，按办件难易校正、按数量收缩",
        (
            Node("业务实绩", 40, "附实绩材料"),
            Node("服务贡献", 20, "附证明材料"),
            _public(25),
            Node("差评整改到位率", 15, source=Source.INDICATOR, indicator="rectification"),
        ),
    ),
    Preset(
        "party-shared",
        "工建纳入党建考核指标",
        "市总工会方案：把工会建设纳入党建工作总体规划和目标考核体系；本表得分供党建考核引用",
        (*_checked(30, "工会组织建设", "工会作用发挥", "党工共建制度落实"), _members(10)),
        rhythm=Rhythm.YEAR,
    ),
)

PRESETS: dict[str, Preset] = {preset.code: preset for preset in _ALL}
