"""Runs a server: `python -m tests.e2e.start SETTINGS`.

The setting `answer` names the answer function; without it the scripted one answers.
"""

import json
import sys

from server.config import read_config
from server.main import run
from tests.server.scripted import ANSWER

if __name__ == "__main__":
    settings = json.loads(sys.argv[1])
    answer = settings.pop("answer", ANSWER)
    run(read_config(settings), answer)
