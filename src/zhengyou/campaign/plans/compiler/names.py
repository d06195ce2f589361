"""How the names of organisations look, and how the titles of plans end."""

from __future__ import annotations

import re

ORGANISATION_ENDS = (
    "委员会|总支部|支部|总工会|工会|联合会|协会|学会|商会|基金会|委|政府|管委会|办公室|办事处|办公厅|领导小组|领导组|工作组|指挥部|组委会|评委会|筹委会"
    "|管理所|管理局|管理处|局|厅|署|处室|处|科室|科|室|股|队|支队|大队|中心|大学|学院|中学|小学|附中|一中|二中|三中|幼儿园|学校|园|公司|集团|银行|医院|卫生院|研究院|院|所|站|馆|台|社"
    "|社区|街道|镇|乡|村|党委|党组|党总支|党支部|党工委|团委|妇联|文联|残联|工商联|部门|部|办|组|会|单位|企业|事业部|分行|支行|厂|矿|班"
)
ORGANISATION = re.compile(rf"(?:[\w*×·“”、\u3400-\u9fff]){{1,40}}?(?:{ORGANISATION_ENDS})")
_STRONG_ENDS = re.compile(
    r"(?:委员会|总支部|支部|总工会|工会|联合会|协会|学会|政府|办公室|办公厅|领导小组|领导组|组委会|指挥部|局|厅|处|科|中心|大学|学院|中学|小学|一中|二中|三中"
    r"|幼儿园|学校|公司|集团|银行|医院|研究院|院|所|站|社区|街道|镇|乡|村|党委|党组|党总支|党工委|团委|妇联|委|部|办|组|会|社|馆|台|宫|剧院|队|教科室|教研室|室)$"
)
_NOT_ORGANISATION = re.compile(
    r"[。;:!?,《》\d]|^(?:附|各|现|为|关于|联系|二|一、|以|按|对|由|在)|^.{0,2}$|(?:通知|方案|意见|大会|机会|社会|全部|内部)$"
)
TITLE_END = re.compile(
    r"(?:方案|通知|意见|办法|计划|思路|要点|细则|规程|规划|规定|通报|决定|安排|规则|倡议书|公告|函|章程|指南|启事|倡议|须知|简章|标准|预案|公约|制度|条例)"
    r"(?:\((?:讨论稿|试行|草案|征求意见稿|修订稿?|暂行|送审稿|[^()]{1,12})\))?$"
)


def looks_like_organisation(text: str) -> bool:
    """Whether a short line reads as the name of an organisation (or several, parted by 、 or blanks)."""
    text = text.strip()
    if not 3 <= len(text) <= 60 or _NOT_ORGANISATION.search(re.sub(r"\([^()]*\)", "", text)):
        return False
    parts = [part for part in re.split(r"[、\s]+", text) if part]
    return bool(parts) and all(_STRONG_ENDS.search(part) for part in parts)
