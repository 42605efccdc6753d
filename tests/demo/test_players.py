"""A judge's phone against a server that misbehaves in every way a venue's Wi-Fi can."""

import asyncio
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient

from tests.demo.pretended_server import PhoneSocket, PretendedServer, store
from tornado_timing.demo import phone
from tornado_timing.demo.account import Account
from tornado_timing.demo.plan import Finish, JudgePlan, Tap
from tornado_timing.demo.players import JudgePlayer
from tornado_timing.demo.tally import DemoError, Tally

pytestmark = pytest.mark.usefixtures("impatient")

SPEED = 1_000.0
FINISHES = (Finish(101, "id-1", 10), Finish(101, "id-2", 20), Finish(101, "id-3", 30))
TAPS = tuple(Tap(finish.elapsed_ms, 101, (finish,), batch=False) for finish in FINISHES)
BATCH = (Tap(30, 101, FINISHES, batch=True),)


async def play(
    server: PretendedServer, port: int, taps: tuple[Tap, ...] = TAPS, drops_after: int | None = None
) -> Tally[Finish]:
    """Plays one judge's race against `server`, from sign-in to the closed socket."""
    tally: Tally[Finish] = Tally()
    http = AsyncHTTPClient(force_instance=True)
    account = Account(http, f"http://127.0.0.1:{port}", "juez3", "secret", tally)
    plan = JudgePlan("juez3", "secret", taps, drops_after)
    player = JudgePlayer(account, plan, f"ws://127.0.0.1:{port}", SPEED, tally)
    try:
        async with asyncio.timeout(8), asyncio.TaskGroup() as tasks:
            tasks.create_task(player.run())
            await player.ready.wait()
            server.start()
            await player.recorded.wait()
            server.stop()
    finally:
        http.close()
    await asyncio.wait_for(server.left.wait(), 2)
    return tally


def expect_all_stored_once(server: PretendedServer, tally: Tally[Finish]) -> None:
    assert server.stored == {finish.record_id: finish.elapsed_ms for finish in FINISHES}
    assert tally.sent == tally.acknowledged == {finish.record_id: finish for finish in FINISHES}
    assert tally.errors == []


@pytest.mark.gen_test(timeout=10)
async def test_each_time_is_sent_and_acknowledged(server: PretendedServer, port: int) -> None:
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert len(tally.latencies_s) == 3
    assert (tally.resent_messages, tally.reconnections, tally.duplicates) == (0, 0, 0)
    assert [frame["equipo_id"] for frame in server.frames] == [7, 7, 7]


@pytest.mark.gen_test(timeout=10)
async def test_a_batch_is_one_message(server: PretendedServer, port: int) -> None:
    tally = await play(server, port, BATCH)
    expect_all_stored_once(server, tally)
    assert len(server.frames) == len(tally.latencies_s) == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_lost_acknowledgement_is_sent_again_with_the_same_id(
    server: PretendedServer, port: int
) -> None:
    def swallow_the_first(
        server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]
    ) -> None:
        if len(server.frames) == 1:
            server.stored[message["id_registro"]] = message["tiempo"]
        else:
            store(server, socket, message)

    server.answer = swallow_the_first
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.duplicates == 1
    # Again, should the answer to that come slowly too.
    assert tally.resent_messages >= 1
    assert max(tally.latencies_s) >= 0.1


@pytest.mark.gen_test(timeout=10)
async def test_an_error_that_may_pass_is_tried_again(server: PretendedServer, port: int) -> None:
    def refuse_the_first(
        server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]
    ) -> None:
        if len(server.frames) == 1:
            socket.write_message(
                {"tipo": "error", "codigo": "storage_failed", "mensaje": "", "ref": message["ref"]}
            )
        else:
            store(server, socket, message)

    server.answer = refuse_the_first
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.resent_messages == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_refusal_is_an_error_and_not_an_acknowledgement(
    server: PretendedServer, port: int
) -> None:
    def refuse(server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]) -> None:
        socket.write_message(
            {"tipo": "error", "codigo": "x", "mensaje": "No", "ref": message["ref"]}
        )

    server.answer = refuse
    tally = await play(server, port)
    assert tally.errors == ["juez3: No"] * 3
    assert tally.acknowledged == {}


@pytest.mark.gen_test(timeout=10)
async def test_a_time_acknowledged_with_another_value_is_an_error(
    server: PretendedServer, port: int
) -> None:
    server.stored["id-2"] = 21
    tally = await play(server, port)
    assert set(tally.acknowledged) == {"id-1", "id-3"}
    assert len(tally.errors) == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_judge_who_loses_the_socket_reconnects_and_sends_again(
    server: PretendedServer, port: int
) -> None:
    tally = await play(server, port, drops_after=2)
    expect_all_stored_once(server, tally)
    assert tally.reconnections == 1
    assert tally.resent_messages >= 1
    assert tally.duplicates >= 1


@pytest.mark.gen_test(timeout=10)
async def test_a_socket_cut_by_the_server_is_reopened(server: PretendedServer, port: int) -> None:
    def cut_once(server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]) -> None:
        if len(server.frames) == 1:
            socket.close(1011)
        else:
            store(server, socket, message)

    server.answer = cut_once
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.reconnections == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_socket_that_falls_silent_is_given_up(
    server: PretendedServer, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone, "RESEND_AFTER_S", 60)
    silent: list[PhoneSocket] = []

    def on_message(self: PhoneSocket, message: str | bytes) -> None:
        if not silent or self in silent:
            silent.append(self)
        else:
            hear(self, message)

    hear = PhoneSocket.on_message
    monkeypatch.setattr(PhoneSocket, "on_message", on_message)
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.reconnections == 1


@pytest.mark.gen_test(timeout=10)
async def test_an_expired_token_is_refreshed_before_the_socket_opens(
    server: PretendedServer, port: int
) -> None:
    server.valid_access = "access-2"
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.refreshed_tokens == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_server_that_never_answers_ends_the_race_with_a_failure(
    server: PretendedServer, port: int
) -> None:
    server.answer = lambda server, socket, message: None
    with pytest.raises(ExceptionGroup) as failure:
        await play(server, port)
    assert failure.group_contains(DemoError, match="waited 2 s for acknowledgements")
