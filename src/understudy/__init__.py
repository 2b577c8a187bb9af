"""Stand-ins for three APIs, and the tests that prove them."""
