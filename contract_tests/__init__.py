"""The proof, for a mock or for the real thing."""
