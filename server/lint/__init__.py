"""Reads a policy for mistakes, and for what is perhaps not meant, in set-up order (K2)."""

from server.lint.checks import CHECKS, Reported, lint
from server.lint.finding import Finding, Severity

__all__ = ["CHECKS", "Finding", "Reported", "Severity", "lint"]
