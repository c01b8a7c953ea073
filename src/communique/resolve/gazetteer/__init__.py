"""The offline gazetteer: names made comparable, the compiled file, and a user's own places beside it."""
