"""Canvas Catalog: its orders over REST, and its tables over the Data Access Platform (DAP)."""
