"""Counting limits: no room left is a refusal (L1, L3, L4, S4)."""
