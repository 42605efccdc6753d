"""``/metrics``: what Prometheus reads, and who may."""

from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.venue import Answer, Venue

TIME = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 61_000, "id_registro": "a"}


def samples(answer: Answer) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """The value of each sample, by its name and labels."""
    assert answer.status == 200, answer.body
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.body.decode())
        for sample in family.samples
    }


@pytest.mark.gen_test
async def test_metrics_tell_what_judges_have_sent(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    await venue.spectator()
    await judge.ask(TIME)
    await judge.ask(TIME)
    await judge.ask({**TIME, "tiempo": 62_000})
    answer = await venue.get("/metrics")
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = samples(answer)

    def value(name: str, **labels: str) -> float:
        return found[f"tornado_timing_{name}", tuple(sorted(labels.items()))]

    assert value("records_total", result="stored") == 1
    assert value("records_total", result="duplicate") == 1
    assert value("records_total", result="refused") == 1
    assert value("acknowledgement_seconds_count", kind="times") == 3
    assert value("acknowledgement_seconds_bucket", kind="times", le="+Inf") == 3
    assert 0 < value("acknowledgement_seconds_sum", kind="times") < 3
    assert value("commit_seconds_count") >= 2
    assert value("commit_failures_total") == 0
    assert value("writes_waiting") == 0
    assert value("sockets", kind="judge") == 1
    assert value("sockets", kind="spectator") == 1
    assert value("sockets", kind="organizer") == 0
    assert value("sockets_behind") == 0
    assert value("http_request_seconds_count", status="2xx") >= 2
    assert value("http_request_seconds_count", status="5xx") == 0
    assert found["process_resident_memory_bytes", ()] > 1_000_000
    # The buckets are cumulative, as the form wants them.
    buckets = [
        count
        for (name, labels), count in found.items()
        if name == "tornado_timing_acknowledgement_seconds_bucket" and ("kind", "times") in labels
    ]
    assert buckets == sorted(buckets)


@pytest.mark.gen_test
async def test_refused_handshakes_and_faults_are_counted_by_their_class(venue: Venue) -> None:
    assert (await venue.get("/nowhere")).status == 404
    found = samples(await venue.get("/metrics"))
    assert found["tornado_timing_http_request_seconds_count", (("status", "4xx"),)] == 1


@pytest.mark.gen_test
async def test_strangers_read_no_metrics(venue: Venue) -> None:
    organizer = await venue.token("organiza")
    own = f"127.0.0.1:{venue.server.port}"
    for headers in (
        # A page of somebody else's whose name leads here.
        {"Host": f"evil.example:{venue.server.port}"},
        # A proxy on this machine, whoever it asks for.
        {"Host": own, "X-Forwarded-For": "127.0.0.1"},
        {"Host": own, "Forwarded": "for=127.0.0.1"},
        {"Host": own, "CF-Connecting-IP": "127.0.0.1"},
        {"Host": own, "True-Client-IP": "127.0.0.1"},
    ):
        for token in (None, organizer):
            answer = await venue.get("/metrics", headers=headers, token=token)
            assert answer.status == 403
            assert b"tornado_timing_" not in answer.body
    assert (await venue.get("/metrics", headers={"Host": own})).status == 200


@pytest.mark.gen_test
async def test_addresses_of_the_configuration_may_read_them(io_loop: Any, tmp_path: Any) -> None:
    foreign = {"Host": "laptop.club.example"}
    async with Venue(tmp_path / "a", metrics={"allowed": ["10.0.0.0/8", "127.0.0.1"]}) as venue:
        assert (await venue.get("/metrics", headers=foreign)).status == 200
        forwarded = {**foreign, "X-Forwarded-For": "127.0.0.1"}
        assert (await venue.get("/metrics", headers=forwarded)).status == 403
    async with Venue(tmp_path / "b", metrics={"allowed": ["10.0.0.0/8"]}) as venue:
        assert (await venue.get("/metrics", headers=foreign)).status == 403
        # Nobody gets nearer by what they say of themselves.
        said = {**foreign, "X-Forwarded-For": "10.0.0.1", "X-Real-IP": "10.0.0.1"}
        assert (await venue.get("/metrics", headers=said)).status == 403
