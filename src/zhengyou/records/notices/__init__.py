"""Notices 通知提醒: in-app, by mail, and as a text to copy into the WeChat group."""
