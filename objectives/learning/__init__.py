"""What is learned from history; trained by commands, read by the running service."""
