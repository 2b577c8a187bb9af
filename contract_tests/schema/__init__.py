"""The proof for Schema."""
