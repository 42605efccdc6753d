"""The rehearsal: trial taps over a judge's socket, and what the panel reads of it all."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from tornado_timing.domain.model import Competition
from tornado_timing.domain.rehearsal import JudgeReadiness, Phone, TrialTap
from tornado_timing.protocol.records import Offset, Uncertainty
from tornado_timing.protocol.wire import WIRE, iso, iso_or_none

Ref = Annotated[str, Meta(max_length=64)]

# ---- over a judge's socket ----


class SentTrialTap(Struct, tag_field="tipo", tag="toque_prueba", rename=WIRE):
    """A tap of the rehearsal, with the phone's clock as in a time."""

    trial_id: int
    time: int
    offset_ms: Offset | None = None
    uncertainty_ms: Uncertainty | None = None
    ref: Ref | None = None


class TrialRequested(Struct, tag_field="tipo", tag="prueba_solicitada", rename=WIRE):
    """The phone is to show the trial button, for at most so many seconds."""

    trial_id: int
    server_ms: int
    seconds: int


class TrialReceived(Struct, tag_field="tipo", tag="prueba_recibida", rename=WIRE):
    """The trial tap is here, and nowhere else."""

    trial_id: int
    delay_ms: int | None
    ref: str | UnsetType = UNSET


class TrialEnded(Struct, tag_field="tipo", tag="prueba_terminada", rename=WIRE):
    """The phone is to show its real button."""

    trial_id: int


def trial_received(trial_id: int, tap: TrialTap, ref: str | None) -> TrialReceived:
    """The answer to a trial tap."""
    return TrialReceived(trial_id, tap.delay_ms, UNSET if ref is None else ref)


# ---- the panel's ----


class PhoneOut(Struct):
    """A judge's phone; `clock_offset_ms` is how far its clock is ahead, within the uncertainty."""

    device: str
    clock_offset_ms: int | None
    clock_uncertainty_ms: int | None
    round_trip_ms: int | None
    unsent: int | None
    can_rehearse: bool


class TrialTapOut(Struct):
    """A trial tap; `delay_ms` from the touch until it was here."""

    received_at: str
    delay_ms: int | None
    uncertainty_ms: int | None


class JudgeReadinessOut(Struct):
    """A judge of the next races; `phone` is null while it is not connected."""

    judge_id: int
    name: str
    races: list[str]
    is_racing: bool
    phone: PhoneOut | None
    seen_at: str | None
    is_asked: bool
    tap: TrialTapOut | None


class RehearsalOut(Struct):
    """The rehearsal as it is; `asked_until` is null while no trial taps are asked for."""

    races: list[str]
    asked_until: str | None
    judges: list[JudgeReadinessOut]


class FindingOut(Struct):
    """One thing that was looked at on the laptop, in words; `kind` is `good`, `look` or `bad`.

    `advice` says what to do about it, and is empty where there is nothing to do.
    """

    name: str
    kind: str
    title: str
    detail: str
    advice: str


class LaptopOut(Struct):
    """How the laptop was found."""

    checked_at: str
    findings: list[FindingOut]


def rehearsal_out(
    races: Sequence[Competition], asked_until_ms: int | None, judges: Iterable[JudgeReadiness]
) -> RehearsalOut:
    """The rehearsal for `races`."""
    names = [race.name for race in races]
    return RehearsalOut(names, iso_or_none(asked_until_ms), [_judge_out(one) for one in judges])


def _judge_out(judge: JudgeReadiness) -> JudgeReadinessOut:
    tap = judge.tap
    return JudgeReadinessOut(
        judge.judge_id,
        judge.name,
        judge.races,
        judge.is_racing,
        None if judge.phone is None else _phone_out(judge.phone),
        iso_or_none(judge.seen_at_ms),
        judge.is_asked,
        None
        if tap is None
        else TrialTapOut(iso(tap.received_at_ms), tap.delay_ms, tap.uncertainty_ms),
    )


def _phone_out(phone: Phone) -> PhoneOut:
    return PhoneOut(
        phone.device,
        phone.offset_ms,
        phone.uncertainty_ms,
        None if phone.round_trip_ms is None else round(phone.round_trip_ms),
        phone.unsent,
        phone.can_rehearse,
    )
