"""The proof for Thinkific."""
