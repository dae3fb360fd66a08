"""The kernel: facts, model, engines, plan, proof and explanations.

It reads no clock, no file and no network, and knows nothing of protobuf.
"""
