"""The proof for Catalog: its orders and DAP."""
