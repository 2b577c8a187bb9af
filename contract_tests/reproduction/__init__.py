"""How a failure is repeated: with curl, or as a test."""
