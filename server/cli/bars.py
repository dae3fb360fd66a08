"""Bars of shares."""

WIDTH = 20


def bar(ppm: int) -> str:
    """A share in parts per million as a bar."""
    filled = round(ppm * WIDTH / 1_000_000)
    return "█" * filled + "·" * (WIDTH - filled)
