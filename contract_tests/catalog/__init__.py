"""The proof of Catalog: its campaign, its files, its statuses."""
