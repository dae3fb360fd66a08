"""What the page may load and run: its own style and script, nothing else."""

from base64 import b64encode
from hashlib import sha256


def content_policy(style: str, script: str) -> str:
    """The policy of a page with one style and one script, told by their hashes.

    Nothing is fetched, no form is sent, and no other script runs, whatever an id holds.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{_hash(style)}'",
            f"script-src 'sha256-{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
