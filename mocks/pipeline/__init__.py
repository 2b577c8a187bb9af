"""How a request travels: Connexion's middleware list, with parts of our own where speed or truth asks for them.

failures -> routing -> security -> validation -> endpoint
"""
