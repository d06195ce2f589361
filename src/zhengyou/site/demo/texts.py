"""Plan texts of the demonstration: written for it, with the habits and faults of real ones, dated around today."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from zhengyou.kernel import clock


@dataclass(frozen=True, slots=True)
class Months:
    """Days of the months of a campaign that began seven months ago; month 0 is its first."""

    first: dt.date

    def day(self, month: int, day: int) -> dt.date:
        """Return a day of a month of the campaign."""
        years, number = divmod(self.first.month - 1 + month, 12)
        return dt.date(self.first.year + years, number + 1, day)

    def last(self, month: int) -> dt.date:
        """Return the last day of a month of the campaign."""
        return self.day(month + 1, 1) - dt.timedelta(days=1)


def months() -> Months:
    """Return the months of a campaign that is in its eighth month today."""
    today = clock.today()
    years, number = divmod(today.month - 1 - 7, 12)
    return Months(dt.date(today.year + years, number + 1, 1))


def words(day: dt.date) -> str:
    """Return a day as plans write it: 2026年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def from_to(first: dt.date, last: dt.date) -> str:
    """Return a period as plans write it."""
    return f"{words(first)}至{words(last)}"


def county(m: Months) -> str:
    """Return the county's plan: complete, with phases, duties, quotas and points."""
    return f"""青禾县为民服务活动办公室文件
青活办发〔{m.first.year}〕3号

关于印发《青禾县窗口单位和服务行业“为民服务 创先争优”活动实施方案》的通知

各镇人民政府，县直各部门，各窗口单位：
现将《青禾县窗口单位和服务行业“为民服务 创先争优”活动实施方案》印发给你们，请结合实际认真组织实施。

青禾县为民服务活动办公室
{words(m.day(0, 1))}

青禾县窗口单位和服务行业“为民服务 创先争优”活动实施方案

为进一步转变作风、提升窗口服务水平，让群众办事更省心，结合我县实际，制定本方案。
一、总体要求
以群众满意为导向，以“三亮三比三评”为载体，做到亮得出、评得真、改得实、比得公。
二、活动内容
(一)开展“三亮”活动
1.亮身份。窗口人员佩戴工作牌上岗，公示姓名、岗位和职责。
2.亮承诺。各单位公开服务承诺，接受群众监督。
3.亮标准。公开办事指南、办理时限和收费标准。
(二)开展“三比”活动
1.比技能。组织岗位练兵和业务竞赛。
2.比作风。推行首问负责、限时办结、一次性告知。
3.比业绩。以办件质量和群众评价比成效。
(三)开展“三评”活动
1.领导点评。分管领导每季度对窗口工作点评一次。
2.职工互评。窗口人员每半年互评一次。
3.群众测评。每一件办结事项由办事群众评价。
三、实施步骤
(一)宣传发动阶段({from_to(m.day(0, 1), m.last(0))})。各单位于{words(m.day(0, 20))}前报送活动方案。
(二)组织实施阶段({from_to(m.day(1, 1), m.last(7))})。各单位每月5日前报送上月活动信息；{words(m.day(3, 30))}前报送半年工作小结。
(三)总结提高阶段({from_to(m.day(8, 1), m.last(8))})。各单位于{words(m.day(8, 20))}前报送活动总结。
四、评选通报
活动结束后，评选通报“服务示范窗口”10个、“服务标兵”30名。
五、组织领导
领导小组办公室设在县委组织部，县总工会、县政务服务中心参加，负责日常工作。
"""


def county_union(m: Months) -> str:
    """Return the plan of a county union: pasted from a web page, with a broken number and the title twice."""
    return f"""您现在的位置: 紫阳县总工会 >> 工会文件 >> 正文
关于印发《窗口单位和服务行业工会组织争创活动实施方案》的通知    ★★★
作者:紫阳县总工会  点击数:327  更新时间:{m.first.isoformat()} 10:26:11

紫总工发({m.first.year}6

各镇工会联合会，各系统工会:
现将《窗口单位和服务行业工会组织争创活动实施方案》印发给你们，请认真组织实施。

紫阳县总工会
{words(m.day(0, 8))}

窗口单位和服务行业工会组织争创活动实施方案

为发挥工会组织在窗口服务中的作用，制定方案如下:
一、活动主题
以“三好两争”(形象好、素质好、服务好，争创工人先锋号、争当服务标兵)为主题，以“三亮三比三评”为载体。
二、活动内容
一是开展“三亮”(亮身份、亮承诺、亮标准)活动，激发服务新动力。
二是开展“三比”(比技能、比作风、比业绩)活动，促进活动见实效。
三是开展“三评”(领导点评、职工互评、群众测评)活动，增强社会认可度。
三、坚持“四个结合”
与劳动竞赛相结合，与职工帮扶相结合，与党工共建相结合。
四、方法步骤
1、动员部署阶段({from_to(m.day(0, 8), m.last(1))})。各单位制定实施方案，并于{words(m.day(1, 25))}前报县总工会办公室。
2、组织实施阶段({from_to(m.day(2, 1), m.last(7))})。每季度末报送活动开展情况。
3、总结表彰阶段({from_to(m.day(8, 1), m.last(8))})。{words(m.day(8, 15))}前报送总结材料。
五、有关要求
评选“工人先锋号”6个，“服务标兵”12名。
主题词:工会 服务 活动 通知
"""


def district_union(_m: Months) -> str:
    """Return the plan of a district union: a news story with page marks and not a single date."""
    return """走基层听心声办实事活动实施方案_第1页
走基层听心声办实事活动实施方案_第2页
已阅读2页，还剩1页未读 继续免费阅读
下载本文档

关于开展“走基层、听心声、办实事”活动的实施方案
武进区总工会

为改进机关作风，区总工会决定在机关干部和镇、开发区工会主席中开展“三个一天”学习实践活动。
一、活动内容
开展“三个一天”活动:
1.学当一天基层工会主席。
2.学当一天企业工会专职干部。
3.学当一天企业普通职工。
二、活动要求
做到“三个明显”:一是机关作风明显改进；二是服务水平明显提升；三是工作效率明显提高。
三、工作制度
实行分片包镇、定点联系。参加人员每月下基层三天，每月底前报送实践记录。
四、组织保障
区总工会加强督促考评，活动情况纳入机关年度考核。
版权说明:本文档由用户提供并上传
"""


def quality_bureau(m: Months) -> str:
    """Return the plan of a market bureau: page numbers in sentences, and two of five standards lost with a page."""
    return f"""青禾县市场监督管理局
关于开展“为民服务创先争优”活动加强机关规范化建设的实施方案

根据县活动办公室部署，现就在全局开展“三亮五比五规范三评议”活动制定如下方案。
一、活动内容
(一)推进“三亮”，展示服务形象。
1、亮身份。工作人员挂牌上岗。
2、亮承诺。公开办理时限。
3、亮标准。公开监管和服务标准。
(二)开展“五比”，提升服务水平。一是比学习。二是比技能，组织检验检测-2-技术练兵。三是比作风。四是比创新。五是比业绩。
(三)深化“五规范”，塑造服务形象。
1、规范言行举止。
2、规范环境卫生。
3、规范办事程序。-3-
(四)抓好“三评议”，接受各方监督。一是自我评议。二是领导点评，每季度集中点评一次。三是群众评议。
二、方法步骤
(一)动员准备阶段({from_to(m.day(0, 10), m.last(0))})。
(二)全面开展阶段({from_to(m.day(1, 1), m.last(7))})。各股室每季度末报送点评和整改情况。
(三)总结提高阶段({from_to(m.day(8, 1), m.last(8))})。各股室于{words(m.day(8, 18))}前报送总结。
三、活动要求
各股室要加强领导，把活动与日常监管结合起来。
附:局“为民服务创先争优”活动领导小组
{words(m.day(0, 9))}
"""


def community(m: Months) -> str:
    """Return the plan of communities: phases that overlap, and a monthly day that falls into holidays."""
    return f"""个旧市城区街道办事处
城区社区开展“为民服务创先争优”活动实施方案

社区是直接服务居民的窗口。为提高居民满意度，结合实际制定如下实施方案。
一、提导思想
以“真情暖人心、满意在社区”为主题，落实“三亮”、“三比”、“三评”。
二、活动内容
(一)“三亮”:亮身份、亮标准、亮承诺。
(二)“三比”:比技能、比作风、比业绩。
(三)“三评”:群众评议、党员互评、领导点评。
三、重点工作
低保申请做到入户调查、集体讨论、社区公示，每月5号前将低保变动情况报城区街道民政办。
四、时间安排
活动约用九个月时间，分三个阶段进行。
(一)学习动员阶段({from_to(m.day(0, 1), m.last(1))})。各社区于{words(m.day(1, 20))}前报送活动方案。
(二)组织实施阶段({from_to(m.day(1, 15), m.last(7))})。
(三)总结评比阶段({from_to(m.day(7, 1), m.last(8))})。各社区于{words(m.day(8, 10))}前报送总结。
五、评比
评选“群众满意窗口”2个、“服务标兵”5名。
"""


def school(m: Months) -> str:
    """Return the plan of a school: monthly or bimonthly, as the school chooses."""
    return f"""中共长寿第一中学校总支部委员会
“为民服务、创先争优”活动实施方案

根据上级有关精神，结合我校教育教学工作实际，提出如下实施方案。
一、参与范围
全体党员，并延伸到广大教职工。
二、活动载体
以“三亮三创三评”为载体，按照公开承诺、领导点评、群众评议、评选表彰的方式推进。
(一)推动“三亮”活动。“三亮”即是亮身份、亮职责、亮承诺。
(二)开展“三创”活动。“三创”即是争创优质服务窗口、争创优质服务品牌、争创优质服务标兵。
(三)开展“三评”活动。“三评”即是群众评议、党员互评、领导点评。评比结果每月或双月公布一次，运用到“三优一满意”评选中。
三、活动步骤
(一)宣传发动({from_to(m.day(0, 1), m.last(0))})。
(二)组织实施({from_to(m.day(1, 1), m.last(7))})。各处室、年级组每两个月报送一次评议结果。
(三)总结评选({from_to(m.day(8, 1), m.last(8))})。各处室、年级组于{words(m.day(8, 12))}前报送总结。
四、组织领导
党总支书记为第一责任人。
"""


def toll_road(m: Months) -> str:
    """Return the plan of a toll road: a table of points and stars for persons and stations."""
    return f"""白兰高速公路收费管理所{m.first.year}年“为民服务创先争优”活动实施方案

为全面提升我所服务水平，结合收费运营工作实际，制定本方案。
一、范围对象
白兰高速公路收费管理所全体干部职工。
二、组织机构
组  长:     副组长:     成  员:
活动小组下设办公室，办公室设在所综合办公室。
三、活动载体
以开展“三亮三比三争创”为载体。
(一)“三亮”:亮标准、亮身份、亮承诺。
(二)“三比”:比学习、比服务、比奉献。
(三)“三争创”:争创文明收费站、争创星级班组、争创服务标兵。
四、评级定星
按百分制考核:文明用语20分、收费业务30分、车道秩序20分、保畅通15分、群众评价15分。
五、方法步骤
第一阶段:查摆承诺({from_to(m.day(0, 1), m.last(1))})。各站队于{words(m.day(1, 15))}前上报公开承诺。
第二阶段:整改提高({from_to(m.day(2, 1), m.last(7))})。各站队每月25日前报送检查评分。
第三阶段:总结深化({from_to(m.day(8, 1), m.last(8))})。
"""


def health_system(m: Months) -> str:
    """Return the plan of a province's health system: quotas by city that add up to 30 and 100."""
    return f"""通知
冀卫活办〔{m.first.year}〕4号
印发《关于深入推进全省医药卫生系统“为民服务创先争优”活动的实施方案》的通知
各市卫生健康委活动领导小组:
现将方案印发给你们，请结合实际抓好落实。
河北省医药卫生系统活动办公室
{words(m.day(0, 6))} 关于深入推进全省医药卫生系统“为民服务创先争优”活动的实施方案

一、明确主题
以“一切为了人民健康”为主题。
二、活动内容
重点组织开展“三学、三亮、三比、三评”活动。
(一)开展“三学”:学习讲话、学习先进、学习业务。
(二)开展“三亮”:亮标准、亮身份、亮承诺。
(三)开展“三比”:比技能、比作风、比业绩。
(四)开展“三评”:群众评议、党员互评、领导点评。
三、推荐名额
评选“优质服务示范单位”30个，其中石家庄市8个、唐山市6个、保定市6个、邯郸市5个、沧州市5个；“优质服务标兵”100名，其中石家庄市26名、唐山市20名、保定市20名、邯郸市17名、沧州市17名。
四、时间安排
{words(m.day(1, 10))}前，各市将实施方案上报省活动办，同时报当地组织部门备案；{words(m.day(4, 15))}前报送阶段小结；{words(m.day(8, 10))}前报送推荐名单。
"""


def city_union(_m: Months) -> str:
    """Return the plan of a city union: without title, issuer or date."""
    return """坚持党建带工建、工建服务党建，是新形势下激发基层工会活力的重要举措。各级工会要结合实际抓好落实。
一、夯实基础，推动普遍建会
在企业中开展“五好”工会建设:即组织健全形象好；履行职能维权好；阵地落实活动好；经费保障使用好；制度健全台账好。
在非公企业中开展“五有”工会建设:即有组织班子；有计划制度；有阵地活动；有经费保障。
在机关、事业单位中开展“五优”工会建设:即组织班子优化、工作环境优良、服务职工优质、开展活动优好、整体工作优秀。
二、搭建平台，争创一流业绩
一是创优质服务之窗；二是创规范服务之窗；三是创高效服务之窗；四是创便捷服务之窗。
三、有关要求
各单位于13月底前报送建会台账，每季度报送一次进展情况。
(责任编辑:佚名)
"""


def transport_bureau(m: Months) -> str:
    """Return the plan of a transport bureau: seven aspects announced and eight listed, second section missing."""
    return f"""创文明和谐行业方案
时间:{m.first.isoformat()} 10:51:00
导语:本文来源于网友上传，仅供参考。

青禾县交通运输局
关于在全系统开展“讲文明、树新风、促和谐，创文明和谐行业”竞赛活动的实施方案

一、指导思想
以“服务人民，奉献社会”为宗旨，以文明执法、优质服务为切入点，树立行业新风。
三、创建内容
以“五比”、“两推动”为主要内容开展活动。
“五比”是:
比创建氛围。各单位制定方案，层层动员。
比形象文明。查找并解决服务中的突出问题。
比行业和谐。畅通群众诉求渠道。
比作风形象。建设学习型、务实型队伍。
比奉献精神。参加公益劳动和帮扶。
重点围绕执法公正、廉洁自律、服务态度、服务技能、服务规范、服务质量、办事效率、承诺兑现等七个方面查找问题。
“两推动”即推动各项任务完成、推动行业文明程度提高。
四、方法步骤
第一阶段:宣传发动阶段({from_to(m.day(0, 5), m.day(0, 25))})。各单位制定工作方案，于{words(m.day(0, 22))}前报局活动办。
第二阶段:组织实施阶段({from_to(m.day(0, 26), m.last(6))})。各单位每月10日前报送活动信息。
第三阶段:检查验收阶段({from_to(m.day(7, 1), m.last(8))})。各单位于{words(m.day(7, 10))}前报送自查报告。
五、措施要求
领导实施以条为主、条块结合，检查验收以块为主、条块结合。
"""


def next_round(m: Months) -> str:
    """Return the draft of the county's next plan, still being checked: what it wants stands in its sentences."""
    return f"""青禾县为民服务活动办公室
关于开展“减时提质”专项活动的实施方案

为巩固前期活动成果，让群众少跑一趟路、少等一刻钟，制定本方案。
一、活动内容
(一)开展“两减”活动
1.减材料。凡能通过数据共享取得的材料，不再要求群众提供。
2.减时限。高频事项办理时限再压缩三分之一。
二、实施步骤
(一)摸底阶段({from_to(m.day(9, 1), m.last(9))})。各单位于{words(m.day(9, 20))}前报送高频事项清单。
(二)推进阶段({from_to(m.day(10, 1), m.last(11))})。每月选一个窗口现场观摩，谁做得好谁介绍经验。
三、有关要求
各单位主要负责人要亲自跑一遍流程。联系人:周启明，电话:0538-6201234。

青禾县为民服务活动办公室
{words(m.day(7, 1))}
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of the demonstration: whose it is, its text, and the units that carry it out."""

    body: str
    write: Callable[[Months], str]
    units: tuple[str, ...] = ()
    """The keys of its units; empty: all directly below the body."""
    is_launched: bool = True


PLANS = (
    Plan("office", county, ("*",)),
    Plan("office", next_round, is_launched=False),
    Plan("ziyang", county_union),
    Plan("wujin", district_union),
    Plan("market", quality_bureau, tuple(f"market-{n}" for n in range(1, 6))),
    Plan("gejiu", community),
    Plan("changshou", school),
    Plan("tollway", toll_road),
    Plan("health-system", health_system),
    Plan("city-union", city_union, is_launched=False),
    Plan("transport", transport_bureau, ("bus", "station", "toll", "toll-2")),
)
"""The county's own plan (all units that serve the public), the draft of its next one, and nine of other organs."""
