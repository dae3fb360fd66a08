"""Who may: filters and limits, one small file per rule."""
