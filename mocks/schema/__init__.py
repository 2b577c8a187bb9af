"""The stand-in for Schema."""
