"""Sharing teams out among judges."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from tornado_timing.domain.model import Team


def share_out(
    teams: Sequence[Team], judge_ids: Sequence[int], held: Mapping[int, int]
) -> list[Team]:
    """`teams` given to these judges, by number: the first judge has the lowest ones.

    `held` says how many more teams a judge has that stay with it; they count, so that in the end
    no judge has two more than another, as far as `teams` go. What is left over when they cannot
    all have the same goes to the first judges. `judge_ids` must name at least one, each once.
    """
    counts = {judge_id: held.get(judge_id, 0) for judge_id in judge_ids}
    shares = dict.fromkeys(judge_ids, 0)
    for _ in teams:
        judge_id = min(judge_ids, key=counts.__getitem__)
        counts[judge_id] += 1
        shares[judge_id] += 1
    takers = [judge_id for judge_id in judge_ids for _ in range(shares[judge_id])]
    by_number = sorted(teams, key=lambda team: (team.number, team.id))
    return [
        team if team.judge_id == judge_id else replace(team, judge_id=judge_id)
        for team, judge_id in zip(by_number, takers, strict=True)
    ]
