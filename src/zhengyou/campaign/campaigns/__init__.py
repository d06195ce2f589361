"""Campaigns 活动管理: dimensions and items, phases, duties and task sheets."""
