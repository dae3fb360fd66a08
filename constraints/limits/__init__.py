"""Limits: no room left is a refusal (L1-L4, S4)."""
