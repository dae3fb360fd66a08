"""Real servers, real processes, real gRPC on this machine."""
