"""Who should: pillars and levels, one small file per rule."""
