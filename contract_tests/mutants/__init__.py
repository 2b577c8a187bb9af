"""Mistakes that are planted in the mocks, one at a time, to see who finds them: `make mutants`."""
