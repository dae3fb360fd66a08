"""Questions about a snapshot that nobody is assigned by: Recommend, Check, Simulate (03)."""
