"""The independent checker: judged by single facts, and held against the product."""
