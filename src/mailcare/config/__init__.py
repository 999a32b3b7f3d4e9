"""Config file → an immutable, versioned snapshot, or all its errors at once.

Only here pydantic.
"""
