"""Functions of the rooms below people and access, which those rooms cannot declare themselves."""

from zhengyou.records.jobs import rules as jobs
from zhengyou.registry.access import functions

for _name, _label in jobs.FUNCTIONS.items():
    functions.define(_name, _label)
