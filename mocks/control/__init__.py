"""The control API: looks after sandboxes, clocks, settings and records of every mock on the port."""
