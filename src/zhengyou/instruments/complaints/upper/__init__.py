"""The upper 12345 platform, read and written in its own words.

`layout` turns the table of columns (`PlatformField`) into a form to be read and rows to be written; `door` asks the
platform's program for orders and hands it replies. Neither stores anything: the verbs are in `actions.upper`.
"""
