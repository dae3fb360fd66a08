"""Fit in generated snapshots."""

from google.protobuf.duration_pb2 import Duration

from allotment.v1 import policy_pb2, queue_pb2


def fit_policy() -> policy_pb2.FitPolicy:
    """The two pillars that the generated facts speak of, and the usual penalty (S1, S3)."""
    return policy_pb2.FitPolicy(
        pillar_weights=[
            queue_pb2.PillarWeight(pillar="time_overlap", weight=0.5),
            queue_pb2.PillarWeight(pillar="bandwidth", weight=0.5),
        ],
        recent_assignment_penalty=policy_pb2.RecentAssignmentPenalty(
            weight=0.6, window=Duration(seconds=180 * 60)
        ),
    )
