"""However often and over whatever way a time is sent, it is stored once."""

import asyncio
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.conftest import steady
from tests.fuzz.served import ServedVenue
from tests.venue import Socket

# Few ids and few times, so that they meet; phones write one UUID in capitals and in small letters.
record = st.fixed_dictionaries(
    {"tiempo": st.integers(0, 9)},
    optional={"id_registro": st.sampled_from(["a", "A", "b", "B", "c", "d"])},
)
message = st.fixed_dictionaries(
    {"equipo_id": st.sampled_from([1, 1, 2]), "registros": st.lists(record, min_size=1, max_size=4)}
)
WAYS = ("phone", "spare phone", "http", "older http")
Outcome = list[tuple[dict[str, Any], dict[str, Any] | None]]


class Phones:
    """A judge with two phones on sockets and an app that uses HTTP, all sending at once."""

    def __init__(self, served: ServedVenue) -> None:
        self.served = served
        self.sockets: dict[str, Socket] = {}
        self.reconnect()

    def reconnect(self) -> None:
        """Closes both sockets and opens them anew."""
        venue = self.served.venue
        for socket in self.sockets.values():
            self.served.run(socket.close())
        self.sockets = {way: self.served.run(venue.judge("juez1")) for way in WAYS[:2]}

    def send(self, sendings: list[tuple[str, dict[str, Any]]]) -> Outcome:
        """Sends all without waiting; each record with its acknowledgement, None if it failed."""
        return self.served.run(self._send(sendings))

    async def _send(self, sendings: list[tuple[str, dict[str, Any]]]) -> Outcome:
        by_way = {way: [item for to, item in sendings if to == way] for way in WAYS}
        outcomes = await asyncio.gather(
            *(self._send_by_socket(self.sockets[way], by_way[way]) for way in WAYS[:2]),
            *(self._send_by_http(item) for item in by_way["http"]),
            *(self._send_by_older_http(item) for item in by_way["older http"]),
        )
        return [pair for outcome in outcomes for pair in outcome]

    async def _send_by_socket(self, socket: Socket, messages: list[dict[str, Any]]) -> Outcome:
        for number, item in enumerate(messages):
            if len(item["registros"]) == 1:
                (only,) = item["registros"]
                team = {"equipo_id": item["equipo_id"]}
                await socket.send({"tipo": "registrar_tiempo", **team, **only, "ref": str(number)})
            else:
                await socket.send({"tipo": "registrar_tiempos", **item, "ref": str(number)})
        outcome: Outcome = []
        for number, item in enumerate(messages):
            answer = await socket.read_tipo(
                "tiempo_registrado", "tiempos_registrados_batch", "error"
            )
            assert answer["ref"] == str(number), "answers come in the order of their messages"
            if len(item["registros"]) == 1:
                saved = answer if answer["tipo"] == "tiempo_registrado" else None
                outcome.append((item | item["registros"][0], saved))
            else:
                outcome += told_apart(item, answer["registros_guardados"])
        return outcome

    async def _send_by_http(self, item: dict[str, Any]) -> Outcome:
        path = f"/api/equipos/{item['equipo_id']}/registros/"
        answer = await self.served.venue.post(path, item, user="juez1")
        assert answer.status == 201, answer.body
        return told_apart(item, answer.json["registros"])

    async def _send_by_older_http(self, item: dict[str, Any]) -> Outcome:
        answer = await self.served.venue.post("/api/enviar_tiempos/", item, user="juez1")
        assert answer.status == 201, answer.body
        return told_apart(item, answer.json["registros_guardados"])


def told_apart(item: dict[str, Any], saved: list[dict[str, Any]]) -> Outcome:
    """Each record of a batch, with the team that it is of and its acknowledgement."""
    by_index = {acknowledged["indice"]: acknowledged for acknowledged in saved}
    return [
        (item | sent, by_index.get(index)) for index, sent in enumerate(item["registros"], start=1)
    ]


def test_resends_over_every_way_store_each_time_once(served: ServedVenue) -> None:
    phones = Phones(served)
    examples = count()
    last: list[dict[str, Any]] = []

    @settings(steady, max_examples=60)
    @given(
        messages=st.lists(message, min_size=1, max_size=4),
        order=st.lists(
            st.tuples(st.sampled_from(WAYS), st.integers(0, 3)), min_size=1, max_size=14
        ),
        is_cut_off=st.booleans(),
    )
    def property_holds(
        messages: list[dict[str, Any]], order: list[tuple[str, int]], is_cut_off: bool
    ) -> None:
        example = next(examples)
        messages = [distinct(item, example) for item in messages]
        outcome = phones.send([(way, messages[index % len(messages)]) for way, index in order])
        stored = stored_of(served, example)
        assert sorted(check(outcome, stored)) == sorted(stored)

        if is_cut_off:
            phones.reconnect()
        again = phones.send([("phone", messages[index % len(messages)]) for _, index in order])
        assert stored_of(served, example) == stored, "sent again, nothing is new"
        assert check(again, stored) == []
        last[:] = [messages[index % len(messages)] for _, index in order]

    property_holds()
    before = served.rows("SELECT count(*) FROM time_records")
    assert before[0][0] > 60
    served.run(served.venue.restart())
    phones.reconnect()
    outcome = phones.send([(way, item) for way in WAYS for item in last])
    assert all(saved["duplicado"] for _, saved in outcome if saved)
    assert served.rows("SELECT count(*) FROM time_records") == before


def distinct(item: dict[str, Any], example: int) -> dict[str, Any]:
    """`item` with times and ids that no other example has."""
    records = [
        {
            **sent,
            "tiempo": 100 * example + sent["tiempo"],
            **(
                {"id_registro": f"{example}-{sent['id_registro']}"} if "id_registro" in sent else {}
            ),
        }
        for sent in item["registros"]
    ]
    return {**item, "registros": records}


def stored_of(served: ServedVenue, example: int) -> dict[str, tuple[int, int]]:
    """Team and elapsed ms by lower id, of what is in the file of an example."""
    rows = served.rows(
        "SELECT lower(id), team_id, elapsed_ms FROM time_records"
        " WHERE elapsed_ms BETWEEN ? AND ? ORDER BY seq",
        100 * example,
        100 * example + 99,
    )
    stored = {record_id: (team_id, elapsed_ms) for record_id, team_id, elapsed_ms in rows}
    assert len(stored) == len(rows), "an id is stored twice"
    return stored


def check(outcome: Outcome, stored: dict[str, tuple[int, int]]) -> list[str]:
    """What was acknowledged is stored as it was sent; the ids that were said to be new."""
    for sent, saved in outcome:
        if saved is None:
            continue
        assert stored[saved["id_registro"].lower()] == (sent["equipo_id"], sent["tiempo"])
        assert saved["tiempo"] == saved["tiempo_carrera"] == sent["tiempo"]
    for sent, saved in outcome:
        # It fails only for a reason: its id, or without an id its time, is taken.
        if saved is None and "id_registro" in sent:
            assert stored[sent["id_registro"].lower()] != (sent["equipo_id"], sent["tiempo"])
        elif saved is None:
            assert (sent["equipo_id"], sent["tiempo"]) in stored.values()
    return [
        saved["id_registro"].lower() for _, saved in outcome if saved and not saved["duplicado"]
    ]
