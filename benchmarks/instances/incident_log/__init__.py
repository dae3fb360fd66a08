"""A generated event log of incidents, in the shape of ServiceNow-style exports."""

from benchmarks.instances.incident_log.export import COLUMNS, write_log
from benchmarks.instances.incident_log.story import START, make_log

__all__ = ["COLUMNS", "START", "make_log", "write_log"]
