"""Instances, workloads and peers: how fast, how good, compared with whom."""
