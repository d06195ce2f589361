"""What each sentence of a plan asks the house to do: show, promise, compare, rate, check, honour, help, train, file …."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengyou.campaign.plans.compiler.clauses import SENTENCE
from zhengyou.campaign.plans.compiler.draft import Ask, Mechanism
from zhengyou.campaign.plans.compiler.outline import Outline

_MOST = 400
"""Sentences that are bound in one plan."""

_WORDS: tuple[tuple[Mechanism, str, float], ...] = (
    (
        Mechanism.PUBLIC_RATING,
        r"(?:群众|服务对象|社会|办事(?:人|群众|企业)|患者|病人|家长|学生|业主|顾客|旅客|客户|纳税人|企业|乘客|居民|村民|当事人|参保人)[^,。;]{0,8}(?:评议|评价|测评|打分|满意度|评判|评分|评星)|好差评|一事一评|一次一评|评价器|扫码评价|窗口评价|满意度(?:评价|测评)",
        0.85,
    ),
    (
        Mechanism.PEER_REVIEW,
        r"(?:党员|职工|教师|同事|干部|班组|科室|岗位|相互|民主)(?:之间)?(?:互评|评议|互查|互检)|互评|交叉互评|民主评议|民主测评",
        0.85,
    ),
    (
        Mechanism.LEADER_COMMENT,
        r"(?:领导|书记|支部|班子|负责人|局长|院长|校长|上级)[^,。;]{0,8}点评|集中点评|逐一点评|现场点评",
        0.85,
    ),
    (
        Mechanism.SURVEY,
        r"问卷|征求意见(?:表|函)?|调查表|满意度调查|第三方(?:评估|测评|调查|机构)|民意调查|电话回访|回访|座谈会征求|开门纳谏|意见箱",
        0.8,
    ),
    (
        Mechanism.DISPLAY,
        r"亮(?:出|明)?(?:身份|标准|承诺|职责|岗位|形象|牌|证|诺|责任|服务|流程|监督)|公示(?:栏|牌|墙)|公开栏|挂牌(?:上岗|服务)|佩戴[^,。;]{0,8}(?:徽章|胸牌|党徽|工作牌|标志)|设立[^,。;]{0,10}(?:示范岗|先锋岗|公示牌|桌牌|席卡)|公开(?:办事|服务|监督|收费|承诺)[^,。;]{0,10}|上墙|晒(?:收支|账|成绩|实绩|进度|承诺)",
        0.8,
    ),
    (
        Mechanism.COMMITMENT,
        r"(?:公开|作出|签订|签署|做出|践行|兑现|履行|服务)[^,。;]{0,6}(?:承诺|诺言)|承诺(?:书|制|践诺|事项)|亮承诺|践诺|责任书|告知承诺",
        0.8,
    ),
    (
        Mechanism.STANDARD,
        r"(?:首问负责|限时办结|一次(?:性)?告知|首办责任|服务承诺|AB岗|延时服务|预约服务|容缺受理|责任追究)(?:制度?)?|服务(?:标准|规范|指南|公约)|规范[^,。;]{0,8}(?:流程|用语|行为|标准|服务|礼仪)|办事指南|岗位(?:职责|规范|标准)|标准化",
        0.75,
    ),
    (
        Mechanism.CONTEST,
        r"(?:劳动|技能|业务|知识|岗位|服务|职业)?(?:竞赛|比武|大赛|比赛|擂台赛|练兵|PK|比拼|大比武|运动会|征文|演讲)|比(?:技能|作风|业绩|服务|质量|学习|奉献|安全|效率|创新|管理|贡献)",
        0.8,
    ),
    (
        Mechanism.CHECK,
        r"(?:督查|督导|检查|巡查|抽查|暗访|明察|巡视|考察|验收|神秘人|飞行检查|专项督察|查房|审务督察|执法检查|回头看)(?!组成|组由)|对照[^,。;]{2,16}(?:自查|检查|查找)|自查(?:自纠)?|拉网式排查|排查|摸底",
        0.75,
    ),
    (
        Mechanism.ASSESSMENT,
        r"(?:考核|考评|评分|打分|计分|积分|赋分|百分制|评星定级|星级评定|绩效|量化)[^,。;]{0,10}|排名|通报排名|红黑榜|综合评价",
        0.7,
    ),
    (
        Mechanism.AWARD,
        r"(?:评选|表彰|选树|命名|授予|推荐|评出|奖励|争创|创建)[^,。;]{0,20}(?:标兵|先进|示范|能手|之星|明星|先锋|模范|品牌|窗口|单位|个人|集体|岗|奖|称号|优秀|最美|十佳|文明号|红旗)|表彰(?:奖励|大会)|评先(?:评优|选优)|设[^,。;]{0,8}(?:等奖|优胜奖|组织奖|单项奖)",
        0.8,
    ),
    (
        Mechanism.AID,
        r"(?:帮扶|救助|慰问|关爱|资助|送温暖|送清凉|送岗位|送健康|结对(?:帮扶|共建)?|扶贫|助困|助学|救济|补助|金秋助学|爱心|捐款|捐助|互助)",
        0.75,
    ),
    (
        Mechanism.VISIT,
        r"走访|入户|家访|蹲点|下基层|驻(?:村|点|企)|联系点|联系(?:群众|企业|职工|服务)|包(?:片|村|户|组|保|联)|上门服务|访(?:企业|民情|困难|职工)|进(?:企业|社区|班组|车间|村|家庭|校园)|面对面|谈心谈话|接待日",
        0.75,
    ),
    (
        Mechanism.TRAINING,
        r"培训|学习(?:教育|活动|班|会|讨论)|讲座|辅导|研讨(?:班|会)?|轮训|上党课|党课|集中学习|专题学习|宣讲|演练|讲堂|传帮带|师带徒|导师制",
        0.75,
    ),
    (
        Mechanism.PUBLICATION,
        r"宣传(?:报道|栏|引导|推广|活动|资料|标语|发动)?|报道|简报|专栏|信息(?:报送|稿件|员)|网站|微信|公众号|新闻|媒体|广播|横幅|标语|黑板报|典型(?:经验|引路|宣传)|推广经验|营造[^,。;]{0,8}氛围",
        0.65,
    ),
    (
        Mechanism.FILING,
        r"(?:上报|报送|提交|上交|报备|备案|呈报|报[^,。;]{2,16}(?:办公室|科|处|部|局|会|办|股|室|中心))[^,。;]{0,12}|(?:方案|总结|材料|台账|报表|名单|小结)[^,。;]{0,10}(?:上?报(?!道|刊|名)|送(?!温|清)|上交|交(?!流|通|叉|易|办))",
        0.8,
    ),
    (
        Mechanism.RECTIFICATION,
        r"整改|销号|问题(?:清单|台账)|限期(?:改正|整改|解决)|交办|督办|约谈|通报批评|责任追究|问责|列出清单",
        0.75,
    ),
    (
        Mechanism.COMPLAINT,
        r"投诉|举报|诉求|12345|热线|信访(?:举报|件|事项|投诉)|差评|来信来访|监督电话|举报箱|吐槽",
        0.7,
    ),
    (Mechanism.SUGGESTION, r"合理化建议|金点子|建言献策|征集[^,。;]{0,8}(?:建议|意见|点子)|献计献策|五小", 0.8),
    (
        Mechanism.MEETING,
        r"召开[^,。;]{0,16}(?:会|大会|例会|会议|推进会|座谈会|调度会|动员会|联席会议)|(?:启动|动员|总结|表彰|推进|现场)(?:大会|会议|会|仪式)|例会|联席会议|调度会",
        0.75,
    ),
    (
        Mechanism.RIGHTS,
        r"职代会|职工代表大会|厂务公开|政务公开|校务公开|院务公开|村务公开|集体协商|集体合同|民主管理|劳动争议|调解|维权|换届选举|法律援助",
        0.75,
    ),
)
_PATTERNS = tuple((mechanism, re.compile(pattern), confidence) for mechanism, pattern, confidence in _WORDS)
_MOST_SENTENCES = 20_000
_PREAMBLE = re.compile(r"为(?:了)?(?:深入|进一步|全面|认真|切实|贯彻|加强|推进|提升|提高)|指导思想|为指导|精神[,]")


def find_asks(outline: Outline) -> tuple[Ask, ...]:
    """The mechanisms that the sentences of a plan ask for, in the order of the text; a sentence may ask for several."""
    return tuple(sorted(_asks(outline), key=lambda ask: (ask.span, ask.mechanism)))


def _asks(outline: Outline) -> Iterator[Ask]:
    text, sheet = outline.sheet.text, outline.sheet
    start = outline.body_start if outline.nodes else 0
    for count, sentence in enumerate(SENTENCE.finditer(text, start)):
        if count >= _MOST_SENTENCES:
            return
        begin, end = sentence.span()
        if end - begin < 4:
            continue
        said = sentence.group()[:600]
        general = _PREAMBLE.search(said) is not None
        for mechanism, pattern, confidence in _PATTERNS:
            found = pattern.search(said)
            if found is None:
                continue
            label = _clause_around(said, *found.span())
            shown = confidence - (0.25 if general else 0)
            span = sheet.span(begin + label[0], begin + label[1])
            yield Ask(mechanism, sheet.label(begin + label[0], begin + label[1]), span, round(shown, 2))


def _clause_around(said: str, start: int, end: int) -> tuple[int, int]:
    """The clause between commas that holds a word, sixty characters at most."""
    begin = max(said.rfind(c, 0, start) for c in ",:") + 1
    stops = [at for c in ",:" if (at := said.find(c, end)) >= 0]
    stop = min([*stops, len(said)])
    while begin < start and said[begin] in " 、":
        begin += 1
    return max(begin, start - 30), min(stop, end + 40)
