"""Writes the JSON Schema of the policy file; `scripts/schema.sh` calls it.

Standard input: a FileDescriptorSet with source info, for its comments.
"""

import sys

from google.protobuf.descriptor_pb2 import FileDescriptorSet

from allotment.v1.policy_pb2 import Policy
from server.policy_file.comments import comments
from server.policy_file.json_schema import json_schema
from server.translate.plain_text import write_json

if __name__ == "__main__":
    said = comments(FileDescriptorSet.FromString(sys.stdin.buffer.read()))
    sys.stdout.write(write_json(json_schema(Policy.DESCRIPTOR, said)))
