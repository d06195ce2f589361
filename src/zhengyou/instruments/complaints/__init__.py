"""Complaints 诉求办理: what citizens and staff ask, want, report and praise, and what they were told.

A `Complaint` is the citizen's side of a matter: what was said through which door, the number and the secret code by
which it is followed, the answer, and what the citizen thought of the handling. What a unit must do about it is an order
(`mechanisms/orders`) that holds the matter alone. Who complained stands in `Complainant`, sealed: only the supervising
level opens it, with a reason, and the complainant reads on the tracking page that it was opened.
"""
