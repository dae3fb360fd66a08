"""Settings for all tests."""

from hypothesis import settings

# Timing never fails a test; it is measured in benchmarks.
settings.register_profile("allotment", deadline=None)
settings.load_profile("allotment")
