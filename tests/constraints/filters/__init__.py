"""Tests of the filter language (Q2)."""
