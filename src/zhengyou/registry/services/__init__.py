"""Services 政务服务: items, windows and the cases they handle."""
