"""The contract of Canvas Catalog."""
