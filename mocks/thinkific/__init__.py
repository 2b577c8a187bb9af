"""Thinkific Admin: courses, users, enrollments and what is sold.

settings      what can be set for a sandbox
credentials   who may come in
operations    operationId -> what is done
school        the nouns, and one module for each: users, enrollments, coupons, …
pages         pagination
wire          how errors look
"""
