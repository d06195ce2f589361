"""Ratings 群众评价: one case, one rating, invited by the case and never by the clerk.

An accepted or closed case mints an `Invitation` with a short code; whoever holds the code may rate once, in five
levels, without signing in. A window's standing QR code takes ratings of a visit as well; they are counted apart. A
`Rating` keeps no moment but its day, no address and no way back for the unit to the rater; an unused invitation is
unrated, never praise. Counts stand in `DayTally`, kept in the rating's own transaction.
"""
