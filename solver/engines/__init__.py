"""Engines by name; each solves the same `Problem` (02 section 3)."""
