"""Ranked reports over recorded requests and their answers (Q10).

What falls into the catch-all and why, what goes to manual review, and what people changed by
hand: each ranked by queue, category, account, skill and owner, with a filter that a rule can be
made of.
"""
