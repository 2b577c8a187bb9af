"""The stand-ins: Connexion in front, behaviour behind, records at the bottom."""

import warnings

with warnings.catch_warnings():
    # Importing Connexion warns about names that jsonschema has renamed and about a test client that it does not
    # use here; neither is news to somebody who serves a mock.
    warnings.filterwarnings("ignore", message="jsonschema|Using `httpx`")
    import connexion  # noqa: F401
