"""The Data Access Platform: tables as files, and what changed in them since."""
