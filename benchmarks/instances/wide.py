"""Wide workloads: everybody is on duty and serves every queue; they differ in scores.

`dense`   no scores sent: the service computes the fit of every pair from the facts
`enterprise`  the same, with what accounts and agents know of each other
`matrix`  the final fit of every pair is sent, a whole matrix
`sparse`  the final fit of the 50 best agents of each case is sent, the others may not
`weighted`  as `enterprise`, but agents have room for so much weight: cases weigh 1, 2, 4 or 8
`weighted-sparse`  the same with the final fit of the 30 best agents of each case
"""

from dataclasses import dataclass

from allotment.v1 import assignment_service_pb2, policy_pb2, queue_pb2, scores_pb2
from benchmarks.instances.agents import Past, Staff, agent_ids, make_agents, make_staff
from benchmarks.instances.cases import Arrivals, case_ids, make_arrivals, make_cases
from benchmarks.instances.customers import Customers, make_accounts, make_customers
from benchmarks.instances.fit import fit_policy
from benchmarks.instances.histories import add_histories
from benchmarks.instances.latent import Factors, make_factors
from benchmarks.instances.moments import minutes_ago
from benchmarks.instances.order import Order
from benchmarks.instances.rosters import WIDE_ROSTERS, shifts
from benchmarks.instances.score_matrices import best_pairs, whole_matrix
from benchmarks.instances.weights import weigh

QUEUE_COUNT = 20
QUEUE_IDS = tuple(f"queue-{place:02d}" for place in range(1, QUEUE_COUNT + 1))
EVERYBODY = "everybody"
BEST = 50
BEST_WEIGHTED = 30


@dataclass(frozen=True, slots=True)
class _Facts:
    """The drawn facts of a wide snapshot."""

    order: Order
    customers: Customers
    arrivals: Arrivals
    staff: Staff

    @property
    def factors(self) -> Factors:
        """The factors behind the scores."""
        return make_factors(self.order, self.staff, self.arrivals, self.customers)


def make_dense(order: Order) -> assignment_service_pb2.AssignRequest:
    """Every pair eligible, fit computed by the service."""
    return _request(_facts(order), [])


def make_wide_enterprise(order: Order) -> assignment_service_pb2.AssignRequest:
    """Every pair eligible, fit computed from facts of which few cases share all."""
    return _enterprise(_facts(order))


def make_weighted(order: Order) -> assignment_service_pb2.AssignRequest:
    """The same, limited by what cases weigh."""
    facts = _facts(order)
    request = _enterprise(facts)
    weigh(request, order, facts.staff)
    return request


def make_weighted_sparse(order: Order) -> assignment_service_pb2.AssignRequest:
    """The fit of the 30 best agents of each case sent, limited by what cases weigh."""
    facts = _facts(order)
    request = _request(facts, [best_pairs(facts.factors, order, BEST_WEIGHTED)])
    weigh(request, order, facts.staff)
    return request


def _enterprise(facts: _Facts) -> assignment_service_pb2.AssignRequest:
    """With what accounts and agents know of each other."""
    request = _request(facts, [])
    add_histories(facts.order, facts.staff, request.accounts)
    weights = {"time_overlap": 0.4, "bandwidth": 0.3, "customer_history": 0.3}
    request.policy.fit.ClearField("pillar_weights")
    for pillar, weight in weights.items():
        request.policy.fit.pillar_weights.add(pillar=pillar, weight=weight)
    return request


def make_matrix(order: Order) -> assignment_service_pb2.AssignRequest:
    """Every pair eligible, the fit of all pairs sent."""
    facts = _facts(order)
    return _request(facts, [whole_matrix(facts.factors, order)])


def make_sparse(order: Order) -> assignment_service_pb2.AssignRequest:
    """The fit of the 50 best agents of each case sent, nobody else eligible."""
    facts = _facts(order)
    return _request(facts, [best_pairs(facts.factors, order, BEST)])


def _facts(order: Order) -> _Facts:
    customers = make_customers(order)
    return _Facts(
        order=order,
        customers=customers,
        arrivals=make_arrivals(order, QUEUE_COUNT, customers),
        staff=make_staff(order, WIDE_ROSTERS, absent_percent=0),
    )


def _request(
    facts: _Facts, scores: list[scores_pb2.ScoreMatrix]
) -> assignment_service_pb2.AssignRequest:
    past = Past(QUEUE_IDS, case_ids(facts.order.cases), returned_percent=0)
    return assignment_service_pb2.AssignRequest(
        snapshot_time=minutes_ago(0),
        cases=make_cases(facts.arrivals, QUEUE_IDS, facts.customers),
        agents=make_agents(facts.order, facts.staff, past),
        accounts=make_accounts(facts.customers),
        policy=_policy(facts),
        scores=scores,
    )


def _policy(facts: _Facts) -> policy_pb2.Policy:
    ids = agent_ids(facts.order.agents)
    everybody = queue_pb2.Bucket(team_ids=[EVERYBODY])
    return policy_pb2.Policy(
        policy_id="wide",
        version="1",
        teams=[policy_pb2.Team(team_id=EVERYBODY, agent_ids=ids)],
        shifts=shifts(WIDE_ROSTERS, facts.staff.roster, ids),
        queues=[queue_pb2.Queue(queue_id=name, buckets=[everybody]) for name in QUEUE_IDS],
        fit=fit_policy(),
        max_candidates=max(1, facts.order.agents),
    )
