"""The Python client of the assignment service."""
