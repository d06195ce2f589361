"""Numbers and keys of orders that a rule pack may set."""

from zhengyou.mechanisms.orders.enums import Kind

RULE_OF_SIGNING = "order.sign"
RULE_OF_HANDLING = {Kind.RATING: "rating.rectify", Kind.COMPLAINT: "complaint.reply"}
"""The rule that says how long putting right may take; other kinds go by ``order.handle``."""
RULE_OF_HANDLING_ELSE = "order.handle"
RETURNS_BEFORE_ATTENTION = 2
"""So many replies sent back bring an order to the attention of the leader in charge."""
