"""The contract of Schema."""
