"""What is learned from history: pure computations, reading and writing is the shell's."""
