"""The proof for Catalog."""
