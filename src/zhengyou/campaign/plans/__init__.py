"""Plans 实施方案: from a document as it really comes to a typed draft of a campaign."""
