"""Judges and an organizer at work over real sockets and HTTP, all of it told to an oracle."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from random import Random
from typing import Any

from tornado.httpclient import HTTPClientError

from tests.faults.oracle import Oracle
from tests.journeys.venue_in_process import VenueInProcess
from tests.venue import ANSWERS, Answer, Socket

TEAMS, INDIVIDUAL, STARTED_AND_STOPPED = 1, 2, 3
RUNNERS = 30
OVER_HTTP = "juez3"
PAUSE_S = 0.2
AT_ONCE = 50
EVENT: dict[str, Any] = {
    "organizadores": [{"username": "organiza", "password": "clave-organiza"}],
    "jueces": [
        {"username": f"juez{number}", "password": f"clave-juez{number}"} for number in range(1, 6)
    ],
    "competencias": [
        {"nombre": "Equipos", "fecha_hora": "2030-11-12T08:00:00Z"},
        {"nombre": "5K", "fecha_hora": "2030-11-12T09:00:00Z", "tipo": "individual"},
        {"nombre": "Niños", "fecha_hora": "2030-11-12T10:00:00Z"},
    ],
    "equipos": [
        {"nombre": f"Equipo {number}", "dorsal": number, "competencia": "Equipos",
         "juez": f"juez{number}"}
        for number in range(1, 4)
    ],
    "lineas": [
        {"nombre": "Meta", "competencia": "5K", "tipo": "meta",
         "jueces": {"juez4": "ambos", "juez5": "ambos"}}
    ],
    "corredores": [
        {"dorsal": str(number), "competencia": "5K", "nombre": f"Corredor {number}"}
        for number in range(1, RUNNERS + 1)
    ],
}  # fmt: skip
# The last two follow from the others: what was to be changed had not been stored.
GOT_OVER = ("server_stopping", "storage_failed", "record_not_found", "mark_not_found")


class Crowd:
    """Everybody who works at once: times, marks, corrections, withdrawals, starts, over both ways.

    The same crowd goes on after each restart: `connect` first, then `resend`, then `work`.
    """

    def __init__(self, venue: VenueInProcess, oracle: Oracle, chance: Random) -> None:
        self._venue = venue
        self.oracle = oracle
        self._chance = chance
        self._names = (f"{number:08}" for number in itertools.count())
        self._starts = itertools.count()
        self._is_running = False
        self._is_resting = False
        self._owed: Counter[str] = Counter()
        # How often there was which error that a phone gets over by sending again.
        self.told: Counter[str] = Counter()
        self.sockets: dict[str, Socket] = {}
        self.line = 0

    async def open(self) -> None:
        """Starts both races and learns what there is."""
        for number in (TEAMS, INDIVIDUAL):
            await self._venue.start_race(number)
        lines = await self._venue.get(f"/api/lineas/?competition_id={INDIVIDUAL}", user="organiza")
        self.line = lines.json[0]["id"]
        for number in range(1, 6):
            await self._venue.token(f"juez{number}")

    async def connect(self) -> None:
        """Every judge's phone finds the server again."""
        self.sockets = {}
        self._owed.clear()
        for number in (1, 2, 4, 5):
            user = f"juez{number}"
            token = await self._venue.token(user)
            self.sockets[user] = await self._venue.judge(user, token)

    async def work(self) -> None:
        """Works until the server is gone."""
        self._is_resting = False
        busy: list[Awaitable[None]] = [self._read(user) for user in self.sockets]
        busy += [self._send_times("juez1", 1), self._send_times("juez2", 2)]
        busy += [self._send_marks("juez4"), self._send_marks("juez5")]
        busy += [self._over_http(OVER_HTTP, 3), self._organize()]
        await asyncio.gather(*busy)

    async def work_for(self, span_s: float) -> None:
        """Works so long on a server that goes on; what it cannot store is left for `resend`."""
        work = asyncio.create_task(self.work())
        await asyncio.sleep(span_s)
        self._is_resting = True
        for socket in self.sockets.values():
            await socket.send({"tipo": "ping"})
        await asyncio.wait_for(work, 20)

    async def resend(self, sample: int = 10) -> None:
        """What was not answered is sent again, and some of what was.

        All of it must be answered as stored; `Oracle.faults` says what was not.
        """
        await self._find_the_race()
        for _, message in self.oracle.to_send_again(OVER_HTTP):
            await self._post(OVER_HTTP, message)
        await asyncio.wait_for(asyncio.gather(*map(self._resend_of, self.sockets)), 60)
        await self._ask_where(sample)

    # ---- what is sent ----

    async def _send_times(self, user: str, team: int) -> None:
        socket, sent = self.sockets[user], list[str]()
        while self._goes_on(socket):
            names = [next(self._names) for _ in range(self._chance.choice((1, 1, 1, 2, 6)))]
            rows = [self._row(name) for name in names]
            for row in rows:
                message = {"tipo": "registrar_tiempos", "equipo_id": team, "registros": [row]}
                self._sends("time", row["id_registro"], [team, row["tiempo"]], user, message)
            if len(rows) == 1:
                whole = {"tipo": "registrar_tiempo", "equipo_id": team, **rows[0]}
            else:
                whole = {"tipo": "registrar_tiempos", "equipo_id": team, "registros": rows}
            messages = [whole]
            sent += names
            if self._chance.random() < 0.3:
                # Most are not acknowledged yet; their order on the way is that of the messages.
                name = sent.pop(self._chance.randrange(len(sent)))
                messages += self._withdrawals(user, name)
            if not await self._sends_all(user, messages):
                return
            await self._pause()

    def _withdrawals(self, user: str, name: str) -> Iterator[dict[str, Any]]:
        back = {"tipo": "retirar_registro", "id_registro": name}
        self._sends("withdrawn", name, [], user, back)
        yield back

    async def _send_marks(self, user: str) -> None:
        socket = self.sockets[user]
        while self._goes_on(socket):
            marks, messages = [], []
            for _ in range(self._chance.choice((1, 1, 2, 5))):
                name = f"m{next(self._names)}"
                bib = str(self._chance.randint(1, RUNNERS + 3))
                one = {"id_marca": name, "secuencia": int(name[1:]), "dorsal": bib,
                       "tiempo": int(name[1:])}  # fmt: skip
                says = [self.line, one["tiempo"], bib, one["secuencia"]]
                self._sends("mark", name, says, user, self._marking([one]))
                marks.append(one)
            messages.append(self._marking(marks))
            if self._chance.random() < 0.3:
                messages.append(self._correction(user, marks[0]["id_marca"]))
            if not await self._sends_all(user, messages):
                return
            await self._pause()

    def _correction(self, user: str, mark: str) -> dict[str, Any]:
        name, bib = f"c{next(self._names)}", str(self._chance.randint(1, RUNNERS))
        message = {"tipo": "corregir_marca", "id_marca": mark, "id_correccion": name,
                   "hecha_ms": 1_900_000_000_000, "dorsal": bib}  # fmt: skip
        self._sends("mark correction", name, [mark, bib], user, message)
        return message

    async def _over_http(self, user: str, team: int) -> None:
        while not self._is_over():
            rows = [self._row(next(self._names)) for _ in range(self._chance.randint(1, 6))]
            for row in rows:
                message = {"equipo_id": team, "registros": [row]}
                self._sends("time", row["id_registro"], [team, row["tiempo"]], user, message)
            await self._post(user, {"equipo_id": team, "registros": rows})
            await self._pause()

    async def _organize(self) -> None:
        while not self._is_over():
            name = f"reason {next(self._names)}"
            runner, number = self._chance.randint(1, RUNNERS), self._chance.randint(1, 9_000)
            self._sends("penalty", name, [str(runner), number])
            body = {"competition_id": INDIVIDUAL, "kind": "penalty", "subject": str(runner),
                    "number": number, "reason": name}  # fmt: skip
            if await self._asks("/api/correcciones/", body) is None:
                # What became of it, `resend` finds out; until then nothing more is organized.
                return
            self.oracle.acknowledges("penalty", name)
            if not await self._start_or_stop():
                return
            await self._pause()

    async def _start_or_stop(self) -> bool:
        number, act = next(self._starts), "detener" if self._is_running else "iniciar"
        self._sends("start or stop", str(number), [_ACTIONS[act]])
        path = f"/api/competencias/{STARTED_AND_STOPPED}/{act}/"
        if await self._asks(path, None) is None:
            return False
        self.oracle.acknowledges("start or stop", str(number))
        self._is_running = not self._is_running
        return True

    async def _find_the_race(self) -> None:
        """Whether the race runs is what the server says: the last start or stop may be stored."""
        path = f"/api/competencias/{STARTED_AND_STOPPED}/"
        runs = (await self._venue.get(path, user="organiza")).json["is_running"]
        waiting = self.oracle.open("start or stop")
        if runs is not self._is_running:
            if not waiting:
                self.oracle.faults.append("a race started or stopped by itself")
            self._is_running = runs
        elif waiting:
            # It was not stored: the next one has its number.
            self._starts = itertools.chain(map(int, waiting), self._starts)
        # Not known to be stored, and nothing that can be sent again: each is made anew.
        for kind in ("start or stop", "penalty"):
            for name in self.oracle.open(kind):
                self.oracle.forgets(kind, name)

    def _sends(
        self, kind: str, name: str, says: list[Any], user: str = "", message: Any = None
    ) -> None:
        self.oracle.sends(kind, name, says, user, message)

    def _row(self, name: str) -> dict[str, Any]:
        return {"id_registro": name, "tiempo": int(name)}

    def _marking(self, marks: list[dict[str, Any]]) -> dict[str, Any]:
        base = {"tipo": "marcar", "linea_id": self.line, "dispositivo": "Moto G"}
        return {**base, "marcas": marks}

    def _pause(self) -> Awaitable[None]:
        return asyncio.sleep(self._chance.uniform(0.002, 0.03))

    async def _sends_all(self, user: str, messages: list[dict[str, Any]]) -> bool:
        """Whether they have left; else the server is gone."""
        for message in messages:
            self._owed[user] += 1
            try:
                await self.sockets[user].send(message)
            except Exception:
                return False
        return True

    def _goes_on(self, socket: Socket) -> bool:
        return not socket.is_closed and not self._is_resting

    def _is_over(self) -> bool:
        return not any(map(self._goes_on, self.sockets.values()))

    # ---- what is answered ----

    async def _read(self, user: str) -> None:
        """Reads until the server is gone, or until all is answered and nobody works any more."""
        while (frame := await self.sockets[user].read(20)) is not None:
            self._note(frame)
            self._owed[user] -= frame["tipo"] in ANSWERS and frame["tipo"] != "pong"
            if self._is_resting and not self._owed[user]:
                return

    async def _resend_of(self, user: str) -> None:
        """Some at a time, as a phone does: who sends hundreds at once is told to be slower."""
        while again := self.oracle.to_send_again(user)[:AT_ONCE]:
            for _, message in again:
                await self.sockets[user].send(message)
            owed = len(again)
            while owed:
                frame = await self.sockets[user].read(20)
                assert frame is not None, "the server has closed"
                self._note(frame)
                owed -= frame["tipo"] in ANSWERS and frame["tipo"] != "pong"
            if any(self.oracle.is_open(key) for key, _ in again):
                # Not yet: it was told to try again.
                await asyncio.sleep(PAUSE_S)

    def _note(self, frame: dict[str, Any]) -> None:
        match frame:
            case {"tipo": "tiempo_registrado"}:
                self._acknowledges("time", frame["id_registro"], frame["duplicado"])
            case {"tipo": "tiempos_registrados_batch", "registros_fallidos": []}:
                for one in frame["registros_guardados"]:
                    self._acknowledges("time", one["id_registro"], one["duplicado"])
            case {"tipo": "registro_retirado"}:
                self._acknowledges("withdrawn", frame["id_registro"], frame["duplicado"])
            case {"tipo": "marcas_registradas", "marcas_fallidas": []}:
                for one in frame["marcas_guardadas"]:
                    self._acknowledges("mark", one["id_marca"], one["duplicada"])
            case {"tipo": "marca_corregida"}:
                self._acknowledges("mark correction", frame["id_correccion"], frame["duplicada"])
            case {"tipo": "error", "codigo": code} if code in GOT_OVER:
                self.told[code] += 1
            case {"tipo": "error"} | {"registros_fallidos": _} | {"marcas_fallidas": _}:
                self.oracle.faults.append(f"was answered {frame}")

    def _acknowledges(self, kind: str, name: str, is_duplicate: bool) -> None:
        self.oracle.acknowledges(kind, name, is_duplicate=is_duplicate)

    async def _post(self, user: str, body: dict[str, Any]) -> None:
        answer = await self._try(lambda: self._venue.post("/api/enviar_tiempos/", body, user=user))
        if answer is None:
            return
        for one in answer["registros_guardados"]:
            self._acknowledges("time", one["id_registro"], one["duplicado"])
        if answer["registros_fallidos"]:
            self.oracle.faults.append(f"was answered {answer}")

    def _asks(self, path: str, body: Any) -> Awaitable[Any]:
        return self._try(lambda: self._venue.post(path, body, user="organiza"))

    async def _try(self, call: Callable[[], Awaitable[Answer]]) -> Any:
        """The answer of a request that succeeds; None where the server was killed under it."""
        try:
            answer = await call()
        except (AssertionError, HTTPClientError, OSError):
            return None
        if answer.status in (200, 201):
            return answer.json
        if answer.status == 503:
            self.told[answer.json["code"]] += 1
        else:
            self.oracle.faults.append(f"was answered {answer.status}: {answer.body!r}")
        return None

    async def _ask_where(self, sample: int) -> None:
        """Some of what was acknowledged is here: asked of the memory, not of the file."""
        for user, kind, ask, stored in (
            ("juez1", "time", "comprobar_registros", ("guardados", "retirados")),
            ("juez4", "mark", "comprobar_marcas", ("guardadas", "retiradas")),
        ):
            mine = self.oracle.acknowledged(kind, user)
            chosen = self._chance.sample(mine, min(sample, len(mine)))
            if not chosen:
                continue
            socket = self.sockets[user]
            await socket.send({"tipo": ask, "ids": chosen})
            found = await socket.read_tipo("registros_comprobados", "marcas_comprobadas")
            here = [name for key in stored for name in found[key]]
            if sorted(here) != sorted(chosen):
                self.oracle.faults.append(f"{sorted(set(chosen) - set(here))} is not in memory")


_ACTIONS = {"iniciar": "race_started", "detener": "race_stopped"}
