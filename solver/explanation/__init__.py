"""Explanations as data (02 section 5); sentences are rendered from them, never instead."""
