"""Instruments 活动工具: what a campaign uses; they do not know each other."""
