"""The stand-in for Schema.

formulas      the language: compile, evaluate, order
derivation    formulas and defaults of a model, at work on a record
values        what is sent becomes what the type of a field holds; formats, for texts
checks        required fields, limits, rules; protection: what a client must leave alone
automatic     dates, ids and numbers that the server gives; object_ids
conditions    statuses that follow from a record
passwords     as they are kept
faults        what is wrong with a record, field by field
"""
