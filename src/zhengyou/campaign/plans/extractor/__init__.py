"""Extractors: the rules of the compiler, and beside them, where one is set up, a language model outside of the house.

Pure Python like the compiler. Both hand back the same frozen drafts; what the model found is never more than a proposal
(docs/adr/0014-a-model-proposes-and-people-decide.md).
"""
