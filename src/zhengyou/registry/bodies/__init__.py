"""Bodies 组织机构: the dated tree of organisations in its official order, posts and who holds them."""
