"""What Schema's models imply beyond their fields: for each kind of record, what follows from it for others.

Source: the guide's commerce models. docs/schema.md lists the rules, and where each of them comes from.
"""
