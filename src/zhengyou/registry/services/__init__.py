"""Services 政务服务: what a unit does for the public, at which windows, and the cases it takes on there.

An item is described by numbered versions of its guide; a window offers items and is staffed by dated appointments; a
case pins the version under which it was accepted and is due by that version's promise. Cases come from the desk, from
other systems through the API, and from Excel. An accepted, closed or withdrawn case tells `hooks`, in the transaction
of the verb, so that upper rooms (ratings) act without being known here.
"""
