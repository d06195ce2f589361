"""Orders 交办督办整改: one engine for everything that must be put right."""
