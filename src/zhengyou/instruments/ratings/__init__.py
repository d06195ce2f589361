"""Ratings 群众评价: one case, one rating, invited by the case."""
