"""Orders 交办督办整改: one engine for everything that must be put right by a day.

Whatever is found wrong (a bad rating, a complaint, a failed check) becomes an order to one responsible unit. The unit
signs for it, finds out, puts it right and replies; the level above verifies the reply or sends it back. Each stage has
a clock of its own. What the public sees of an order is the masked reply of the unit, never who complained.
"""
