"""Breaking a title into lines as an editor would: balanced, and never inside a number, a name in 《》 or a common word."""

import math

LINE = 20
"""Characters of size 2 (22 pt) that fit on one line of 156 mm."""

# Two characters that read as one word and stand in many titles; breaking one of them is the usual fault of a machine.
_COMMON = """
关于 开展 活动 工作 服务 群众 满意 评价 窗口 年度 季度 上半 下半 方案 实施 印发 通知 通报 通告 公示 公告 决定 意见 报告 请示 批复
纪要 评选 表彰 先进 集体 个人 示范 争创 争优 创先 竞赛 考核 检查 督查 督办 整改 落实 加强 做好 推进 提升 优化 政务 营商 环境 行业
单位 部门 机关 组织 工会 职工 选举 委员 代表 大会 会议 情况 结果 名单 办法 细则 规定 制度 标准 要求 问题 作风 建设 管理 中心 人民
政府 社会 保障 公共 资源 自然 市场 监督 住房 城乡 卫生 健康 教育 交通 运输 青年 妇女 文明 岗位 号手 全面 进一 一步 有关 事项 任务
分工 责任 清单 目录 征求 举办 召开 成立 调整 领导 小组 任免 职务 同志 专项 行动 治理
"""
_WORDS = frozenset(_COMMON.split())
_NO_START = frozenset("的和与及、，。；：》”）)年月日号")
_NO_END = frozenset("《“（(〔第")


def title_lines(title: str, width: int = LINE) -> list[str]:
    """Return the lines of ``title``: as typed where it holds line breaks, otherwise balanced lines of ``width`` at most."""
    typed = [line.strip() for line in title.splitlines() if line.strip()]
    if len(typed) > 1:
        return typed
    text = typed[0] if typed else ""
    count = math.ceil(_width(text) / width)
    lines = []
    while count > 1:
        cut = _best_cut(text, _width(text) / count, width)
        lines.append(text[:cut].rstrip())
        text, count = text[cut:].lstrip(), count - 1
        count = max(count, math.ceil(_width(text) / width))
    return [*lines, text] if text else lines


def _best_cut(text: str, ideal: float, width: int) -> int:
    """Return where to cut: near ``ideal``, at the place that hurts least."""
    reach = [at for at in range(1, len(text)) if _width(text[:at]) <= width]
    return min(reach or [1], key=lambda at: (_hurt(text, at) + abs(_width(text[:at]) - ideal) * 2, -at))


def _hurt(text: str, at: int) -> float:
    before, after = text[at - 1], text[at]
    if before in _NO_END or after in _NO_START or (before.isascii() and after.isascii() and before.isalnum()):
        return 40
    quoted = 12 if _open(text[:at], "“", "”") else 3 if _open(text[:at], "《", "》") else 0
    if before + after in _WORDS or before.isdigit():
        return quoted + 15
    return quoted if text[at - 2 : at] in _WORDS or text[at : at + 2] in _WORDS else quoted + 4


def _open(text: str, opening: str, closing: str) -> bool:
    return text.count(opening) > text.count(closing)


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in text)
