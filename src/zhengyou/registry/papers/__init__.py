"""Papers 公文: what an organ issues under a number, and what it receives.

A paper is drafted with its basis, its recipients and its text, goes through 经办→审核→签发, and is issued under the next
number of its organ's register, which has no gaps: a void number stays in it. Each recipient signs for it; that enters
it in the unit's register of incoming papers, where a leader's instruction (批示) turns it into a duty.
"""
