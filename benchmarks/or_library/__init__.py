"""Instances of the OR-Library: assignment and generalised assignment, any file of the formats."""

from benchmarks.or_library.folder import Instance, read_folder
from benchmarks.or_library.formats import FormatError

__all__ = ["FormatError", "Instance", "read_folder"]
