"""Measures the mock beside known servers: `make bench`, or `python -m benchmarks`. See docs/performance.md."""
