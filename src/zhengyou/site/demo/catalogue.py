"""What the units of the demonstration county do for the public: items with their guides, by trade."""

from dataclasses import dataclass

from zhengyou.registry.services.enums import Family, Mode, PromiseUnit
from zhengyou.registry.services.guides import Guide

_TEXT = """
# hall
企业设立登记|licence|1|15|《市场主体登记管理条例》|登记申请书;住所使用证明;法定代表人身份证件|不收费
食品经营许可|licence|5|20|《食品安全法》第三十五条|许可申请书;经营场所平面图;食品安全管理制度目录|不收费
政务服务事项咨询|consultation|0|0|《国务院关于加快推进政务服务标准化规范化便利化的指导意见》||不收费
帮办代办服务|agency|0|0|《国务院关于加快推进政务服务标准化规范化便利化的指导意见》|委托书|不收费
“一件事”综合受理|public|3|20|《国务院关于进一步优化政务服务提升行政效能推动“高效办成一件事”的指导意见》|综合申请表;身份证件|不收费
老年优待证办理|benefit|2|10|《老年人权益保障法》|身份证件;一寸照片|不收费
# market
个体工商户登记|licence|1|15|《促进个体工商户发展条例》|登记申请书;经营场所证明|不收费
食品小作坊登记|licence|5|20|《食品安全法》第三十六条|登记申请书;生产场所平面图|不收费
特种设备使用登记|licence|5|30|《特种设备安全法》第三十三条|使用登记表;产品合格证明|不收费
股权出质登记|confirmation|1|10|《民法典》第四百四十三条|登记申请书;质权合同|不收费
# land
建设用地规划许可|licence|10|20|《城乡规划法》第三十七条|申请表;项目批准文件|不收费
农村宅基地审核|confirmation|10|20|《土地管理法》第六十二条|申请书;村民会议记录|不收费
地籍信息查询|public|0|0|《政府信息公开条例》|身份证件|不收费
# property
不动产转移登记|confirmation|3|30|《不动产登记暂行条例》|登记申请书;不动产权属证书;转移材料|按国家标准收取登记费
不动产抵押登记|confirmation|2|30|《不动产登记暂行条例》|登记申请书;主债权合同;抵押合同|按国家标准收取登记费
不动产登记资料查询|public|0|0|《不动产登记资料查询暂行办法》|身份证件|不收费
# housing
商品房预售许可|licence|7|10|《城市房地产管理法》第四十五条|申请表;土地使用权证明;施工进度证明|不收费
公租房申请|benefit|15|30|《公共租赁住房管理办法》|申请表;收入证明;住房情况证明|不收费
建筑工程施工许可|licence|5|7|《建筑法》第七条|申请表;施工合同;资金安排承诺|不收费
# health
公共场所卫生许可|licence|5|20|《公共场所卫生管理条例》|申请表;场所平面图|不收费
护士执业注册|licence|5|20|《护士条例》第八条|申请审核表;执业考试成绩单|不收费
医疗机构执业登记|licence|10|45|《医疗机构管理条例》|登记申请书;房屋使用证明|不收费
# medical
门诊挂号收费|medical|0|0|《医疗机构管理条例》|身份证件或医保凭证|按医疗服务价格收取
住院登记结算|medical|0|0|《医疗机构管理条例》|住院证;医保凭证|按医疗服务价格收取
药品发放|medical|0|0|《处方管理办法》|处方|按药品价格收取
检验检查预约|medical|0|0|《医疗机构管理条例》|检查申请单|按医疗服务价格收取
# labour
劳动合同备案|public|1|5|《劳动合同法》|劳动合同|不收费
就业失业登记|confirmation|1|10|《就业促进法》|身份证件|不收费
创业担保贷款申请|benefit|10|20|《创业担保贷款管理办法》|申请表;营业执照|不收费
劳动保障政策咨询|consultation|0|0|《就业促进法》||不收费
# insurance
社会保险参保登记|public|0|0|《社会保险法》第五十七条|身份证件|不收费
社保关系转移接续|public|10|15|《社会保险法》第十九条|转移申请表|不收费
社会保障卡申领补换|public|0|0|《社会保险法》第五十八条|身份证件|补卡按规定收费
养老待遇资格认证|confirmation|0|0|《社会保险法》|身份证件|不收费
# tax
发票领用|public|0|0|《发票管理办法》|税务登记信息;领用簿|不收费
纳税申报|levy|0|0|《税收征收管理法》第二十五条|申报表|不收费
车辆购置税申报|levy|0|0|《车辆购置税法》|购车发票;合格证|按税法征收
一般退（抵）税|levy|5|30|《税收征收管理法》第五十一条|退（抵）税申请表|不收费
涉税咨询|consultation|0|0|《税收征收管理法》||不收费
# household
居民身份证办理|confirmation|15|60|《居民身份证法》|户口簿|换领、补领按规定收取工本费
户口迁移|confirmation|3|20|《户口登记条例》|申请书;户口簿;迁移理由证明|不收费
居住证办理|confirmation|7|15|《居住证暂行条例》|居住地址证明;身份证件|不收费
临时身份证明出具|public|0|0|《居民身份证法》|本人到场|不收费
# exit
普通护照申领|licence|7|15|《护照法》|申请表;身份证件;照片|按国家标准收取工本费
往来港澳通行证签注|licence|7|10|《出境入境管理法》|申请表;通行证|按国家标准收取工本费
出入境记录查询|public|0|0|《出境入境管理法》|身份证件|不收费
# vehicle
机动车注册登记|licence|1|2|《道路交通安全法》第八条|身份证明;购车凭证;合格证|按规定收取工本费
驾驶证期满换证|licence|0|0|《道路交通安全法》第十九条|身份证明;身体条件证明|按规定收取工本费
交通违法处理|other_power|0|0|《道路交通安全法》|驾驶证;行驶证|依法处罚
# civil
婚姻登记|confirmation|0|0|《婚姻登记条例》|身份证件;声明书|不收费
最低生活保障申请|benefit|20|30|《社会救助暂行办法》|申请书;家庭经济状况授权书|不收费
社会团体成立登记|licence|15|60|《社会团体登记管理条例》|申请书;章程草案|不收费
残疾人两项补贴申请|benefit|10|20|《残疾人保障法》|申请表;残疾人证|不收费
# medicare
医保参保登记|public|0|0|《社会保险法》第二十三条|身份证件|不收费
异地就医备案|public|0|0|《社会保险法》第二十九条|备案表|不收费
医疗费用手工报销|benefit|15|30|《医疗保障基金使用监督管理条例》|费用清单;诊断证明;票据|不收费
门诊慢特病认定|confirmation|10|20|《医疗保障基金使用监督管理条例》|认定申请表;病历资料|不收费
# schooling
入学报名审核|schooling|5|15|《义务教育法》|户口簿;房产或居住证明|不收费
转学手续办理|schooling|3|10|《中小学生学籍管理办法》|转学申请表|不收费
学籍证明出具|schooling|0|0|《中小学生学籍管理办法》|身份证件|不收费
家庭经济困难学生资助申请|benefit|10|20|《学生资助资金管理办法》|申请表;困难情况说明|不收费
# transport
道路货物运输经营许可|licence|5|20|《道路运输条例》|申请表;车辆情况说明|不收费
道路运输从业资格换证|licence|2|10|《道路运输从业人员管理规定》|换证申请表;身份证件|不收费
涉路施工许可|licence|10|20|《公路法》第四十五条|申请书;设计图;应急方案|不收费
# bus
客运售票|transit|0|0|《道路运输条例》|身份证件|按票价收取
公交卡办理与充值|transit|0|0|《城市公共汽车和电车客运管理规定》|身份证件|按规定收取押金
失物招领|transit|0|0|《城市公共汽车和电车客运管理规定》||不收费
# toll
ETC办理与售后|transit|0|0|《收费公路管理条例》|行驶证;身份证件|不收费
通行费发票补打|transit|0|0|《收费公路管理条例》|通行凭证|不收费
绿色通道车辆查验|transit|0|0|《收费公路管理条例》|预约信息|不收费
# farm
农药经营许可|licence|10|20|《农药管理条例》|申请表;经营人员学历证明;场所材料|不收费
农机驾驶证核发|licence|3|10|《农业机械安全监督管理条例》|申请表;身体条件证明|不收费
惠农补贴查询|consultation|0|0|《农业法》|身份证件|不收费
# waterworks
取水许可|licence|15|45|《取水许可和水资源费征收管理条例》|申请书;水资源论证材料|不收费
生产建设项目水土保持方案审批|licence|7|10|《水土保持法》|申请书;水土保持方案|不收费
# supply
新装报装|utility|5|15|《优化营商环境条例》第二十八条|申请表;用户身份证明;产权证明|按规定收取
过户更名|utility|0|0|《民法典》合同编|身份证件;产权证明|不收费
费用查询与缴纳|utility|0|0|《民法典》合同编|户号|按计量收取
故障报修受理|utility|1|2|服务承诺|户号|不收费
# justice
法律援助申请|benefit|3|7|《法律援助法》|申请表;经济困难说明|不收费
公证办理|public|7|15|《公证法》|身份证件;公证事项材料|按规定收取
法律咨询|consultation|0|0|《法律援助法》||不收费
# veterans
退役军人优待证申领|benefit|15|30|《退役军人保障法》|申请表;退役证件|不收费
优抚对象待遇申请|benefit|10|20|《军人抚恤优待条例》|申请表;身份证明材料|不收费
# licence
行政许可综合受理|licence|8|20|《行政许可法》|申请书;有关证明材料|不收费
行政许可咨询|consultation|0|0|《行政许可法》||不收费
证照变更|licence|3|20|《行政许可法》第四十九条|变更申请书;原证照|不收费
# petition
来访接待登记|consultation|0|0|《信访工作条例》|身份证件|不收费
来访事项查询|consultation|0|0|《信访工作条例》|查询码|不收费
# archive
民生档案查阅|public|0|0|《档案法》第二十八条|身份证件|不收费
档案证明出具|public|1|3|《档案法》|身份证件;查阅登记表|不收费
# fund
公积金提取|public|1|3|《住房公积金管理条例》|身份证件;提取事由材料|不收费
公积金贷款申请|public|10|15|《住房公积金管理条例》|申请表;购房合同;收入证明|不收费
公积金缴存登记|public|0|0|《住房公积金管理条例》|单位登记表|不收费
# bank
个人开户|finance|0|0|《人民币银行结算账户管理办法》|身份证件|按公示价格收取
存取款与转账|finance|0|0|《储蓄管理条例》|身份证件;存折或银行卡|按公示价格收取
小额贷款申请|finance|5|15|《商业银行法》|申请表;收入证明|按合同约定
社保卡激活|finance|0|0|《社会保险法》|身份证件;社保卡|不收费
# post
邮件收寄|public|0|0|《邮政法》|身份证件|按资费收取
包裹投递查询|public|0|0|《邮政法》|单号|不收费
# union
职工入会登记|union|1|3|《工会法》|入会申请书|不收费
困难职工帮扶申请|union|10|20|《工会法》|申请表;家庭情况说明|不收费
金秋助学申请|union|10|20|《工会法》|申请表;录取通知书|不收费
劳动争议调解申请|union|15|15|《劳动争议调解仲裁法》|申请书;劳动关系证明|不收费
职工法律咨询|consultation|0|0|《工会法》||不收费
# town
城乡居民基本养老保险参保|public|0|0|《社会保险法》|身份证件|不收费
临时救助申请|benefit|5|10|《社会救助暂行办法》|申请书;困难情况说明|不收费
生育登记服务|confirmation|0|0|《人口与计划生育法》|身份证件|不收费
林木采伐许可|licence|5|20|《森林法》第五十六条|申请书;采伐作业设计|不收费
高龄津贴申请|benefit|10|20|《老年人权益保障法》|身份证件|不收费
政策咨询与代办|agency|0|0|《国务院关于加快推进政务服务标准化规范化便利化的指导意见》||不收费
"""

WINDOW_NAMES = {
    "hall": "综合受理窗口 企业开办窗口 “一件事”窗口 帮办代办窗口 综合出件窗口 办不成事反映窗口",
    "medical": "挂号收费窗口 住院结算窗口 药房窗口 检查预约窗口 导诊服务台",
    "tax": "综合办税窗口 车购税窗口 发票窗口 咨询导税台",
    "household": "户籍窗口 居民身份证窗口",
    "exit": "证件受理窗口 签注窗口 发证咨询窗口",
    "vehicle": "机动车业务窗口 驾驶证业务窗口 违法处理窗口",
    "civil": "婚姻登记窗口 社会救助窗口 社会组织窗口",
    "bus": "售票窗口 公交卡窗口 服务台",
    "toll": "ETC服务窗口 车道服务岗",
    "bank": "现金业务窗口 对公业务窗口 大堂服务台",
    "supply": "报装窗口 收费窗口 客户服务台",
    "town": "社会事务窗口 医保社保窗口 农业综合窗口 代办服务窗口 民政救助窗口",
    "property": "登记受理窗口 抵押登记窗口 查询窗口 发证窗口",
    "insurance": "参保登记窗口 待遇核定窗口 社保卡窗口 综合窗口",
    "medicare": "医保综合窗口 报销受理窗口",
    "union": "职工服务窗口 法律援助窗口",
}
"""What the windows of a trade are called; others are 业务窗口."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """One item of a trade: its family and its guide."""

    family: Family
    guide: Guide


_DEFERRABLE = {"老年优待证办理": ("一寸照片",), "企业设立登记": ("住所使用证明",), "公租房申请": ("收入证明",)}
"""What may follow after acceptance, by the item."""
_BY_PROMISE = ("食品经营许可", "公共场所卫生许可")
"""Items in which a written promise stands in for proof."""


def trades() -> dict[str, list[Sketch]]:
    """Return the items of every trade."""
    made: dict[str, list[Sketch]] = {}
    trade = ""
    for line in filter(None, _TEXT.split("\n")):
        if line.startswith("# "):
            trade = line[2:]
        else:
            made.setdefault(trade, []).append(_sketch(*line.split("|")))
    return made


def window_name(trade: str, number: int) -> str:
    """Return what the ``number``-th window (from 0) of a unit of this trade is called."""
    named = WINDOW_NAMES.get(trade, "综合业务窗口 咨询服务窗口").split()
    return named[number % len(named)]


def _sketch(name: str, family: str, days: str, legal: str, basis: str, materials: str, fees: str) -> Sketch:
    promised = int(days)
    steps = ("申请", "受理", "审查", "决定", "送达") if promised else ("取号", "受理", "当场办结")
    guide = Guide(
        name=name,
        mode=Mode.COMMITTED if promised else Mode.ON_THE_SPOT,
        promise_amount=promised or None,
        promise_unit=PromiseUnit.WORKING_DAY,
        legal_days=int(legal) or None,
        basis=basis,
        audience="自然人、法人和其他组织",
        conditions="申请材料齐全、符合法定形式",
        materials=tuple(filter(None, materials.split(";"))),
        deferrable=_DEFERRABLE.get(name, ()),
        by_promise=name in _BY_PROMISE,
        steps=steps,
        standards=("首问负责、一次性告知", f"承诺{promised}个工作日办结" if promised else "材料齐全当场办结", "工作人员亮明身份、使用文明用语"),
        fees=fees,
    )  # fmt: skip
    return Sketch(Family(family), guide)
