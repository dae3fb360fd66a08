"""One file per promise; each yields complaints about a case file."""
