"""Readings across rooms; each takes what a page needs and owns nothing."""
