"""Every kind of test against one target, over processes, and what came of it."""
