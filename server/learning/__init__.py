"""Learning from history: files in, model files out, and from there into snapshots (S6, S8, S9)."""
