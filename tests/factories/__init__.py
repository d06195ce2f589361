"""Things that tests need, made through the models with the fewest surprises; one module a room."""
