"""Word files of official documents and tables, to be edited in WPS or Word.

They name the real fonts (仿宋_GB2312, 楷体_GB2312, 黑体, 方正小标宋简体), which the reader's machine has or replaces;
the PDF is made separately and is never converted from these files.
"""

from zhengyou.records.documents.word.notice import notice_docx
from zhengyou.records.documents.word.table import table_docx

__all__ = ["notice_docx", "table_docx"]
