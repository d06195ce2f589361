"""Display 三亮公开: identity cards, commitments and standards that a window shows to the public.

What stands on a public page was reviewed first (先审后发): whoever drafts does not publish. A card shows name, post and
window, no emblem and no photograph unless the person has consented.
"""
