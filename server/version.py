"""The version of the program, as installed."""

from importlib.metadata import version

VERSION = version("allotment")
