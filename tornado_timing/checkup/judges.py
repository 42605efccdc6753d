"""What the running server says of the judges of the next race."""

from collections.abc import Iterator

from tornado_timing.checkup.clock import local_time
from tornado_timing.checkup.finding import Finding, Kind, found
from tornado_timing.commanding import CommandFailedError, ask_server
from tornado_timing.config import Settings
from tornado_timing.domain.rehearsal import JudgeReadiness, Phone, TrialTap
from tornado_timing.language import Texts
from tornado_timing.service.commands import LookAtJudges
from tornado_timing.service.services import SERVER_FILE, DataDirectoryInUseError, is_in_use


def check_judges(settings: Settings, texts: Texts) -> Iterator[Finding]:
    """Nothing where no server runs on the data directory."""
    if not (settings.data_dir / SERVER_FILE).exists() or not is_in_use(settings.data_dir):
        return
    try:
        judges = ask_server(settings, LookAtJudges()).judges
    except DataDirectoryInUseError:
        # Another command has it, or the server is just starting.
        return
    except CommandFailedError as error:
        reason = error.details.get("reason", error.code)
        detail = texts("check.server_silent", reason=reason)
        yield found(texts, "server", Kind.BAD, detail)
        return
    yield from judges_found(judges, texts)


def judges_found(judges: list[JudgeReadiness], texts: Texts) -> Iterator[Finding]:
    """A line for all of them together, and one for each."""
    away = sum(one.phone is None for one in judges)
    total = len(judges)
    detail = texts("check.judges", connected=total - away, total=total)
    if not judges:
        yield found(texts, "judges", Kind.LOOK, texts("check.judges_none"))
    elif away:
        yield found(texts, "judges", Kind.LOOK, detail, "advice.judges_away")
    elif not all(map(_is_tried, judges)):
        yield found(texts, "judges", Kind.LOOK, detail, "advice.judges_tap")
    else:
        yield found(texts, "judges", Kind.GOOD, detail)
    for judge in judges:
        yield _judge(judge, texts)


def _judge(judge: JudgeReadiness, texts: Texts) -> Finding:
    if judge.phone is None:
        detail = texts("check.judge_away")
        if judge.seen_at_ms is not None:
            time_of_day = local_time(judge.seen_at_ms)[11:19]
            detail = texts("check.judge_away_since", time=time_of_day)
        return found(texts, "judge", Kind.LOOK, detail, name=judge.name)
    details = [texts("check.judge_here"), _clock(judge.phone, texts), _tap(judge.tap, texts)]
    kind = Kind.GOOD if _is_tried(judge) else Kind.LOOK
    return found(texts, "judge", kind, ", ".join(details), name=judge.name)


def _is_tried(judge: JudgeReadiness) -> bool:
    """Who is racing taps in earnest."""
    return judge.tap is not None or judge.is_racing


def _clock(phone: Phone, texts: Texts) -> str:
    if phone.offset_ms is None or phone.uncertainty_ms is None:
        return texts("check.judge_clock_unknown")
    offset = f"{phone.offset_ms:+}"
    return texts("check.judge_clock", offset=offset, uncertainty=phone.uncertainty_ms)


def _tap(tap: TrialTap | None, texts: Texts) -> str:
    if tap is None:
        return texts("check.judge_no_tap")
    if tap.delay_ms is None:
        return texts("check.judge_tapped_somehow")
    return texts("check.judge_tapped", ms=tap.delay_ms)
