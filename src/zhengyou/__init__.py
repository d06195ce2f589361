"""争优 Zhengyou: a modular monolith whose folders are the floors of `docs/architecture.md`."""
