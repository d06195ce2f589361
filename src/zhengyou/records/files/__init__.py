"""Files 附件: the one door for attachments."""
