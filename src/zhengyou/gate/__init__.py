"""The gate 评价入口: the fast door for what the public does most, a plain ASGI application in front of Django.

It serves the rating page as ready bytes and commits ratings in groups. Whatever is not quite regular (a wrong form, a
used code, a signed-in visitor, any other page) it hands to Django unchanged, so that there is one page and one sentence
for everything; what it does itself goes through the same intake as Django's own page.
"""
