"""The proof by the vendor's own client of DAP, run as users run it against a mock in a process of its own."""
