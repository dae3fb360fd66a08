"""The JSON Schema of the ontology file, for editors; `scripts/schema.sh` writes it."""

import sys

from server.learning.ontology_file import OntologyFile
from server.translate.plain_text import write_json

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def ontology_schema() -> str:
    """The schema as JSON."""
    return write_json({"$schema": DIALECT, **OntologyFile.model_json_schema()})


if __name__ == "__main__":
    sys.stdout.write(ontology_schema())
