"""Proposals for complaints 分类建议: which class a text belongs to, with the words that speak for it.

Pure code without tables. `training` learns from labelled texts (scikit-learn, imported only there), `classifier` holds
what was learned as plain numbers and proposes, `resemblance` tells how alike two texts are. A proposal is never a
decision: the officer sees the reason words, decides, and the decision becomes a row to learn from.
"""
