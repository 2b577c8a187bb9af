"""What the kinds of tests are called: known before any of them is loaded, for the command line."""

from __future__ import annotations

PHASES = {
    "schema": "Schemathesis, one operation at a time",
    "walks": "Schemathesis, from operation to operation",
    "behaviour": "what the contract declares that records do",
    "corpus": "frozen requests, each of which breaks one rule, or none",
    "reference": "the same asked of the mock",
}
