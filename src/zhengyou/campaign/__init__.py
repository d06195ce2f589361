"""Campaign 活动: from a plan text to a running campaign."""
