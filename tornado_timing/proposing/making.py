"""From a request to what is sent of a reconciliation."""

import time

from tornado_timing.domain.individual.reconciling.proposal import propose
from tornado_timing.proposing.request import decode
from tornado_timing.protocol.reconciliation import encode_reconciliation


def make(request: bytes) -> bytes:
    """The JSON of `ReconciliationOut` that a `request.Job` asks for. Raises MsgspecError."""
    job = decode(request)
    began_s = time.perf_counter()
    proposal = propose(job.snapshot)
    return encode_reconciliation(
        proposal,
        job.version,
        round((time.perf_counter() - began_s) * 1000),
        started_at_ms=job.started_at_ms,
        usernames=job.usernames,
        runners={number: one.runner.full_name for number, one in proposal.results.items()},
    )
