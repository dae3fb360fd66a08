"""The shell around the kernel: time, network, storage, people."""
