"""The sentences of the compiler in English and Chinese, by stable code.

The English sentence is the message id; parameters are named. The web layer may translate a code through its own
catalogue; the command line uses this table, so that it needs no Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhengyou.campaign.plans.compiler.draft import Finding
from zhengyou.kernel.errors import Refused

ENGLISH: Mapping[str, str] = {
    # refusals
    "classified": "The text bears the mark of secrecy “{level}”. Classified documents must not be entered into this system.",
    "legacy-word": "“{filename}” is an old Word file (.doc). Save it as .docx in Word or WPS and try again.",
    "unreadable": "“{filename}” could not be read as {format}. Open it, save it anew and try again.",
    "scanned-pdf": "“{filename}” holds no text, only pictures of pages. Run character recognition first, or paste the text.",
    "encrypted": "“{filename}” is protected by a password. Remove the protection and try again.",
    "too-large": "“{filename}” is larger than {limit} MB. A plan is a short text; paste the part that you need.",
    "empty": "“{filename}” holds no text.",
    "unknown-format": "“{filename}” is neither text, web page, Word (.docx) nor PDF.",
    # refusals of the language model
    "internal": "The text bears the mark “{mark}”: it is for internal use and must not leave the house.",
    "model-address": "MODEL_ADDRESS is not a web address such as https://host/v1 without name and password.",
    "model-off": "No language model is set up. Set MODEL_ADDRESS and MODEL_NAME.",
    "model-changed": "Another language model was set up since this was agreed to. Agree anew.",
    "model-away": "{host} could not be reached. The draft stays as it is; try again later.",
    "model-slow": "{host} gave no answer within {seconds} seconds. The draft stays as it is; try again later.",
    "model-busy": "{host} takes no more questions at present. The draft stays as it is; try again later.",
    "model-broken": "{host} reported a fault of its own ({status}). The draft stays as it is; try again later.",
    "model-refused": "{host} refused the question ({status}). Check address, model and key with the operator.",
    "model-nonsense": "{host} gave an answer that could not be read. The draft stays as it is.",
    "model-too-long": "The text is too long for a language model (about {limit} characters at most).",
    # findings
    "phases-announced": "{announced} phases are announced, {listed} are listed.",
    "phase-outside-parent": "The step “{step}” ({starts} to {ends}) lies outside its phase “{phase}” ({phase_starts} to {phase_ends}).",
    "phases-overlap": "The phases “{first}” and “{second}” overlap from {starts} to {ends}.",
    "phases-gap": "Between the phases “{first}” and “{second}” {days} days belong to none.",
    "phase-reversed": "The phase “{phase}” ends ({ends}) before it begins ({starts}).",
    "phase-undated": "The phase “{phase}” has no dates.",
    "section-missing": "Section {missing} is missing in the numbering.",
    "items-announced": "“{name}”: {announced} announced, {listed} listed.",
    "set-unlisted": "“{name}” is named, but the text never lists what it consists of.",
    "page-numbers": "{count} page numbers stand inside the text.",
    "text-truncated": "The text breaks off: “…{ending}”.",
    "pinyin-mojibake": "Faulty copy: pinyin stands behind {count} characters; it was left out.",
    "traditional": "The text is in traditional characters; it was read in simplified ones.",
    "site-boilerplate": "{count} lines of a web page around the plan were left out.",
    "quotas-sum": "The quotas add up to {sum}, the total says {total}.",
    "weights-sum": "The weights add up to {sum}, not to {whole}.",
    "section-repeated": "The number {number} stands twice in the numbering.",
    "duty-unowned": "The text does not say who has to do this: “{action}”.",
    "due-before-issue": "{action} is due on {due}, before the plan was signed ({issued}).",
    "weekday-wrong": "{day} is not a {said} in the week but a {right}.",
    "day-impossible": "The calendar has no such day: {day}.",
    "burden-check-in": "“{measure}”: check-ins must not be demanded of the base level.",
    "burden-ranking": "“{measure}”: rankings by points must not be set up.",
    "burden-online-time": "“{measure}”: time or frequency of use must not be an indicator.",
    "burden-votes": "“{measure}”: votes, likes and forwards must not serve as a basis of appraisal.",
    "burden-install": "“{measure}”: nobody may be made to install, register or follow; rates must not be published.",
    "burden-traces": "“{measure}”: photos and screenshots must not be demanded as proof of work.",
    "burden-reports": "“{measure}”: frequent reports and forms must not be demanded of the base level.",
    "burden-length": "The plan has {length} characters; such documents should have no more than {limit}.",
    "award-basis": "“{award}”: the text names no approval for a commendation or model activity. Without it only an internal assessment is allowed.",
    "award-money": "“{money}”: money needs a basis of its own.",
    "duty-undated": "“{action}” must be done, but the text does not say by when.",
    "due-on-day-off": "{due} is a day off ({action}).",
    "no-signature": "The text bears no signature and no date.",
}

_CHINESE: Mapping[str, str] = {
    "classified": "该文件带有密级标志“{level}”,涉密文件不得录入本系统。",
    "legacy-word": "“{filename}”为旧版 Word 格式(.doc),请在 Word 或 WPS 中另存为 .docx 后重试。",
    "unreadable": "“{filename}”无法按 {format} 格式读取,请打开后重新保存再试。",
    "scanned-pdf": "“{filename}”只有页面图像,没有文字,请先进行文字识别,或直接粘贴正文。",
    "encrypted": "“{filename}”设有密码保护,请解除保护后重试。",
    "too-large": "“{filename}”超过 {limit} MB,请只粘贴方案正文。",
    "empty": "“{filename}”没有文字内容。",
    "unknown-format": "“{filename}”不是文本、网页、Word(.docx)或 PDF 文件。",
    "internal": "原文标有“{mark}”,属内部文件,不得送出本系统。",
    "model-address": "MODEL_ADDRESS 应为接口网址(通常以 /v1 结尾),不含用户名和密码。",
    "model-off": "未接入语言模型。请设置 MODEL_ADDRESS 和 MODEL_NAME。",
    "model-changed": "同意送出后,接入的语言模型已变更,请重新确认。",
    "model-away": "无法连接 {host}。现有草稿不受影响,请稍后再试。",
    "model-slow": "{host} 超过 {seconds} 秒未答复。现有草稿不受影响,请稍后再试。",
    "model-busy": "{host} 暂不受理新的请求。现有草稿不受影响,请稍后再试。",
    "model-broken": "{host} 服务故障({status})。现有草稿不受影响,请稍后再试。",
    "model-refused": "{host} 拒绝了请求({status})。请运维人员核对地址、模型名称和密钥。",
    "model-nonsense": "{host} 的答复无法识读。现有草稿不受影响。",
    "model-too-long": "全文过长,语言模型一次最多识读约 {limit} 字。",
    "phases-announced": "文中称分 {announced} 个阶段,实际列出 {listed} 个。",
    "phase-outside-parent": "环节“{step}”({starts} 至 {ends})超出所属阶段“{phase}”({phase_starts} 至 {phase_ends})。",
    "phases-overlap": "阶段“{first}”与“{second}”时间重叠({starts} 至 {ends})。",
    "phases-gap": "阶段“{first}”与“{second}”之间有 {days} 天未作安排。",
    "phase-reversed": "阶段“{phase}”的结束日期({ends})早于开始日期({starts})。",
    "phase-undated": "阶段“{phase}”未写明时间。",
    "section-missing": "序号不连续,缺少“{missing}”。",
    "items-announced": "“{name}”应为 {announced} 项,实际列出 {listed} 项。",
    "set-unlisted": "提到“{name}”,但未列出具体内容。",
    "page-numbers": "正文中夹有 {count} 处页码。",
    "text-truncated": "文字不完整,中断于“…{ending}”。",
    "pinyin-mojibake": "复制错误:{count} 个字后夹有拼音,已略去。",
    "traditional": "原文为繁体字,已按简体识读。",
    "site-boilerplate": "已略去 {count} 行网页附带文字。",
    "quotas-sum": "名额合计为 {sum},与总数 {total} 不符。",
    "weights-sum": "权重合计为 {sum},不等于 {whole}。",
    "section-repeated": "序号“{number}”重复。",
    "duty-unowned": "“{action}”未写明责任单位。",
    "due-before-issue": "“{action}”的时限 {due} 早于印发日期 {issued}。",
    "weekday-wrong": "{day} 不是星期{said},应为星期{right}。",
    "day-impossible": "日历上没有这一天:{day}。",
    "burden-check-in": "“{measure}”:不得要求基层打卡签到。",
    "burden-ranking": "“{measure}”:不得设置积分排名。",
    "burden-online-time": "“{measure}”:不得以在线时长、登录次数为指标。",
    "burden-votes": "“{measure}”:不得以投票、点赞、转发作为评价依据。",
    "burden-install": "“{measure}”:不得强制安装、注册、关注,不得通报安装率。",
    "burden-traces": "“{measure}”:不得要求以照片、截图等留痕作为工作凭据。",
    "burden-reports": "“{measure}”:不得要求基层频繁报送、重复填表。",
    "burden-length": "全文 {length} 字,此类文件一般不超过 {limit} 字。",
    "award-basis": "“{award}”:文中未写明表彰或创建示范活动的批准依据,无依据的只能作内部考核评定。",
    "award-money": "“{money}”:发放奖金、奖品须另有依据。",
    "duty-undated": "“{action}”未写明完成时限。",
    "due-on-day-off": "{due} 为休息日({action})。",
    "no-signature": "文末没有落款和日期。",
}

_WIDE = str.maketrans({code: chr(code + 0xFEE0) for code in map(ord, ",:;?!()")})
CHINESE: Mapping[str, str] = {
    code: text.translate(_WIDE).replace("\uff0edocx", ".docx") for code, text in _CHINESE.items()
}
"""The Chinese sentences, their punctuation set full-width as official writing wants it."""

_language: Callable[[], str | None] = lambda: "zh"  # noqa: E731 - replaced as a whole


def follow_language(source: Callable[[], str | None]) -> None:
    """Let sentences follow the language that ``source`` names when they are shown, such as Django's active one."""
    global _language  # noqa: PLW0603 - one setting for the process, set once at start
    _language = source


class Worded:
    """A sentence of this table with its parameters; as text it appears in the language of the moment."""

    def __init__(self, code: str, parameters: Mapping[str, str]) -> None:
        self.code = code
        self.parameters = dict(parameters)

    def in_language(self, language: str) -> str:
        """The sentence in Chinese (``zh…``) or English."""
        table = CHINESE if language.startswith("zh") else ENGLISH
        return table[self.code].format_map(self.parameters)

    def __str__(self) -> str:
        return self.in_language(_language() or "zh")

    def __repr__(self) -> str:
        return f"Worded({self.code!r}, {self.parameters!r})"


def sentence(finding: Finding, language: str) -> str:
    """The sentence of a finding in a language."""
    return Worded(finding.code, dict(finding.parameters)).in_language(language)


def refusal(code: str, **parameters: str) -> Refused:
    """The refusal with the sentence of a code, to be raised by the caller."""
    return Refused(Worded(code, parameters), code=code)
