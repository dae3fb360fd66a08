"""Random small requests that use every feature the referee knows."""
