"""The contract of the control API."""
