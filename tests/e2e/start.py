"""Runs a server with the scripted answer: `python -m tests.e2e.start SETTINGS`."""

import json
import sys

from server.config import read_config
from server.main import run
from tests.server.scripted import ANSWER

if __name__ == "__main__":
    run(read_config(json.loads(sys.argv[1])), ANSWER)
