"""Approvals 审核会签: 经办→审核→签发, for everything that needs a yes."""
