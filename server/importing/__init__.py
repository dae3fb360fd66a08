"""Importers: snapshots made from the logs of other systems."""
