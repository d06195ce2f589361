"""实施方案: plan texts and what the compiler reads from them.

``compiler`` is pure Python and knows neither Django nor the database: text in, frozen :class:`PlanDraft` out, every
finding with the place it came from and a confidence. The rest of the room stores drafts, lets people confirm them, and
hands confirmed plans to campaigns.
"""
