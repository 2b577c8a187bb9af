"""Rules in JSON Schema: which are broken, and what that is called. Knows no HTTP."""
