"""Brings to others what sandboxes have to send, while nobody waits for it."""
