"""Tests. The folders mirror the source tree; see README.md."""
