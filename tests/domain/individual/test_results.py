"""What each runner has run, whatever was marked wrongly and corrected since."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.language_of_runners import FINISH, GUN_MS, START, FiveK, ms
from tornado_timing.domain.individual.corrections import COUNTS_AGAIN, Kind, timer_subject
from tornado_timing.domain.individual.crossings import Flag
from tornado_timing.domain.individual.marks import TimingRule
from tornado_timing.domain.individual.race import IndividualRace
from tornado_timing.domain.individual.results import Status, outcome_of
from tornado_timing.domain.individual.runners import Sex


def two_runners() -> FiveK:
    return FiveK().runner(7).runner(8).gun()


def test_a_mark_with_bib_and_time_is_a_result() -> None:
    race = two_runners().mark(7, "17:58.310")
    result = race.result(7)
    assert (result.status, result.gun_ms, result.official_ms) == (
        Status.FINISHED,
        ms("17:58.310"),
        ms("17:58.310"),
    )
    assert race.result(8).status is Status.STARTED
    assert FiveK().runner(7).result(7).status is Status.REGISTERED


def test_a_reading_of_a_phone_is_set_right_by_its_offset() -> None:
    race = two_runners().mark(7, "20:00", clock_offset_ms=-7000)
    assert race.result(7).gun_ms == ms("20:07")


def test_an_elapsed_time_counts_from_the_pressed_start() -> None:
    race = two_runners().mark(7, "0:00", sent=61_000)
    assert race.result(7).gun_ms == 61_000


def test_the_first_mark_of_a_bib_counts_and_the_second_is_flagged() -> None:
    race = two_runners().mark(7, "18:05").mark(7, "18:00")
    assert race.result(7).gun_ms == ms("18:00")
    assert race.flags() == [set(), {Flag.SECOND_MARK}]


def test_a_mark_from_before_the_gun_is_no_finish() -> None:
    race = two_runners()
    race.mark(7, "0:00", sent=GUN_MS - 60_000).mark(7, "18:00")
    assert race.result(7).gun_ms == ms("18:00")
    assert race.flags() == [{Flag.BEFORE_START}, {Flag.SECOND_MARK}]


def test_unknown_bib_lost_bib_and_late_mark_are_stored_and_flagged() -> None:
    race = two_runners().mark(99, "18:00").time_only("18:01").mark(7, "50:00").stop("45:00")
    assert race.flags() == [{Flag.UNKNOWN_BIB}, {Flag.NO_BIB}, {Flag.AFTER_STOP}]
    assert race.result(7).status is Status.FINISHED


def test_a_bib_alone_says_who_has_arrived_until_there_is_a_time() -> None:
    race = two_runners().bib_only(8, noted=GUN_MS + ms("18:00"))
    result = race.result(8)
    assert (result.status, result.arrived_at_ms) == (Status.ARRIVED, GUN_MS + ms("18:00"))
    assert (result.gun_ms, result.official_ms) == (None, None)
    assert race.flags() == [{Flag.NO_TIME}]
    race.mark(8, "17:59")
    result = race.result(8)
    assert (result.status, result.arrived_at_ms) == (Status.FINISHED, None)
    assert race.flags() == [set(), set()]


def test_who_has_arrived_did_so_when_the_first_bib_was_written_or_came_in() -> None:
    race = two_runners().bib_only(8)
    assert race.result(8).arrived_at_ms == GUN_MS + ms("2:00:00")
    race.bib_only(8, noted=ms("18:00"))
    assert race.result(8).arrived_at_ms == GUN_MS + ms("18:00")


def test_a_bib_that_was_tried_out_before_the_gun_is_no_arrival() -> None:
    race = two_runners().bib_only(8, noted=GUN_MS - 1)
    assert race.result(8).status is Status.STARTED
    race = FiveK().runner(8).bib_only(8)
    assert race.result(8).status is Status.REGISTERED


def test_a_bib_at_the_start_line_is_no_arrival() -> None:
    race = two_runners().bib_only(8, line_id=START)
    assert race.result(8).status is Status.STARTED


def test_who_is_out_has_not_arrived() -> None:
    race = two_runners().bib_only(8).correct(Kind.RUNNER_STATUS, 8, text="dnf")
    assert (race.result(8).status, race.result(8).arrived_at_ms) == (Status.DNF, None)


def test_a_time_from_before_the_gun_leaves_a_bib_without_a_time() -> None:
    race = two_runners().mark(8, "0:00", sent=GUN_MS - 60_000).bib_only(8)
    assert race.flags() == [{Flag.BEFORE_START}, {Flag.NO_TIME}]


def test_several_judges_mark_everybody_and_that_is_no_second_mark() -> None:
    race = two_runners().mark(7, "18:00").mark(7, "18:00.300", judge_id=5)
    race.bib_only(7).bib_only(7, judge_id=6)
    assert race.flags() == [set(), set(), set(), set()]
    race.bib_only(7)
    assert race.flags() == [set(), set(), set(), {Flag.SECOND_MARK}, set()]


def test_a_runner_who_did_not_start_but_is_marked_is_flagged() -> None:
    race = two_runners().mark(7, "18:00").correct(Kind.RUNNER_STATUS, 7, text="dns")
    assert race.flags() == [{Flag.DID_NOT_START}]
    assert (race.result(7).status, race.result(7).official_ms) == (Status.DNS, None)


def test_bibs_are_the_same_however_they_are_typed() -> None:
    race = FiveK().runner("007", id=7).runner("a12", id=12).gun()
    race.mark("7", "18:00").mark(" A 12", "19:00")
    assert [race.result(7).gun_ms, race.result(12).gun_ms] == [ms("18:00"), ms("19:00")]


def test_a_changed_bib_keeps_its_times_and_its_next_wearer_gets_none_of_them() -> None:
    race = two_runners().mark(7, "18:00")
    race.correct(Kind.RUNNER_BIB, 7, text="107", made="30:00")
    race.runner(7, id=70, registered_at_ms=GUN_MS + ms("31:00"))
    race.mark(7, "40:00").mark(107, "41:00")
    assert race.result(7).gun_ms == ms("18:00")
    assert race.result(7).bib == "107"
    assert race.result(70).gun_ms == ms("40:00")


def test_a_bib_that_was_taken_off_is_nobodys() -> None:
    race = two_runners().correct(Kind.RUNNER_BIB, 7, text="107", made="10:00").mark(7, "18:00")
    assert race.result(7).status is Status.STARTED
    assert race.flags() == [{Flag.UNKNOWN_BIB}]
    # Whoever puts it on next did so before anybody told the laptop.
    race.correct(Kind.RUNNER_BIB, 8, text="7", made="30:00")
    assert race.result(8).gun_ms == ms("18:00")


def test_who_corrects_a_bib_means_who_wears_it_then() -> None:
    race = two_runners().mark(8, "18:00")
    race.correct(Kind.RUNNER_BIB, 7, text="107", made="30:00")
    race.runner(7, id=70, registered_at_ms=GUN_MS + ms("31:00"))
    race.correct(Kind.MARK_BIB, race.last_mark, text="7", made="32:00")
    assert race.result(70).gun_ms == ms("18:00")
    assert race.result(7).status is Status.STARTED


def test_a_start_mark_from_before_the_gun_is_a_test() -> None:
    race = FiveK().wave(1, "1:00").runner(7, wave_id=1).gun()
    race.starts(7, "0:30").mark(7, "20:00")
    assert (race.result(7).gun_ms, race.result(7).net_ms) == (ms("19:00"), None)


def test_a_mark_that_was_given_back_counts_and_may_be_withdrawn_again() -> None:
    race = two_runners().mark(7, "18:00")
    race.correct(Kind.MARK_WITHDRAWN, race.last_mark, made="30:00")
    race.correct(Kind.MARK_WITHDRAWN, race.last_mark, number=COUNTS_AGAIN, made="31:00")
    assert race.result(7).gun_ms == ms("18:00")
    # The undo of the giving back leaves the withdrawal.
    race.undo()
    assert race.result(7).status is Status.STARTED


def test_a_runner_who_is_entered_late_gets_what_was_marked_before() -> None:
    race = two_runners().mark(9, "18:00")
    race.runner(9, registered_at_ms=GUN_MS + ms("1:00:00"))
    assert race.result(9).gun_ms == ms("18:00")


def test_a_mark_is_withdrawn_and_the_undo_of_that_is_undone() -> None:
    race = two_runners().mark(7, "18:00")
    race.correct(Kind.MARK_WITHDRAWN, race.last_mark)
    withdrawal = race.last_correction
    assert race.result(7).status is Status.STARTED
    race.undo(withdrawal)
    assert race.result(7).gun_ms == ms("18:00")
    race.undo()
    assert race.result(7).status is Status.STARTED
    race.undo()
    assert race.result(7).gun_ms == ms("18:00")


def test_a_time_and_a_bib_are_corrected_and_the_raw_mark_stays() -> None:
    race = two_runners().mark(7, "18:00")
    mark = race.race.marks[0]
    race.correct(Kind.MARK_MOMENT, mark.id, at="17:30").correct(Kind.MARK_BIB, mark.id, text="8")
    assert race.result(8).gun_ms == ms("17:30")
    assert race.result(7).gun_ms is None
    assert race.outcome().marks[0].crossing.mark == mark


def test_the_later_of_two_corrections_holds_and_its_undo_leaves_the_earlier() -> None:
    race = two_runners().mark(7, "18:00")
    race.correct(Kind.MARK_MOMENT, race.last_mark, at="17:00")
    race.correct(Kind.MARK_MOMENT, race.race.marks[0].id, at="16:00")
    assert race.result(7).gun_ms == ms("16:00")
    race.undo()
    assert race.result(7).gun_ms == ms("17:00")


def test_penalties_and_bonuses_add_up_beside_the_gun_time() -> None:
    race = two_runners().mark(7, "18:00")
    race.correct(Kind.PENALTY, 7, number=30_000).correct(Kind.PENALTY, 7, number=-10_000)
    result = race.result(7)
    assert (result.gun_ms, result.penalty_ms, result.official_ms) == (
        ms("18:00"),
        20_000,
        ms("18:20"),
    )


def test_disqualification_has_its_reason_and_is_taken_back() -> None:
    race = two_runners().mark(7, "18:00")
    race.correct(Kind.RUNNER_STATUS, 7, text="dsq", reason="Acortó el recorrido")
    assert (race.result(7).status, race.result(7).reason) == (Status.DSQ, "Acortó el recorrido")
    race.undo()
    assert race.result(7).official_ms == ms("18:00")


def test_waves_count_from_their_own_guns_and_a_corrected_one_moves_its_runners_alone() -> None:
    race = FiveK().wave(1, "0:00").wave(2, "5:00").runner(7, wave_id=1).runner(8, wave_id=2).gun()
    race.mark(7, "20:00").mark(8, "24:00")
    assert [race.result(7).gun_ms, race.result(8).gun_ms] == [ms("20:00"), ms("19:00")]
    race.correct(Kind.WAVE_START, 2, at="6:00")
    assert [race.result(7).gun_ms, race.result(8).gun_ms] == [ms("20:00"), ms("18:00")]


def test_a_wave_that_has_not_started_has_no_results_yet() -> None:
    race = FiveK().wave(1, "0:00").wave(2).runner(7, wave_id=1).runner(8, wave_id=2).gun()
    race.mark(8, "20:00")
    assert race.result(8).status is Status.REGISTERED
    assert race.flags() == [{Flag.BEFORE_START}]


def test_a_late_starter_counts_from_its_own_start() -> None:
    race = two_runners().mark(7, "20:00").correct(Kind.RUNNER_START, 7, at="3:00")
    assert race.result(7).gun_ms == ms("17:00")


def test_net_time_counts_from_the_last_crossing_of_the_start_line() -> None:
    race = two_runners().starts(7, "0:10").starts(7, "0:40").mark(7, "20:00")
    result = race.result(7)
    assert (result.gun_ms, result.net_ms) == (ms("20:00"), ms("19:20"))
    assert race.result(8).net_ms is None


def test_categories_follow_from_age_and_sex_unless_given() -> None:
    race = FiveK().band("Damas A", sex=Sex.FEMALE, min_age=18, max_age=39).band("Libre")
    race.runner(7, sex=Sex.FEMALE, age=39).runner(8, sex=Sex.FEMALE, age=40).runner(
        9, category="Élite"
    )
    assert [race.result(number).category for number in (7, 8, 9)] == ["Damas A", "Libre", "Élite"]


# ---- whatever the order ----


@st.composite
def races(draw: st.DrawFn) -> IndividualRace:
    """Races with marks and corrections by several people, about few things."""
    race = FiveK().wave(1, "0:00").wave(2, "2:00").gun()
    race.rule(draw(st.sampled_from(TimingRule)), primary_judge_id=2)
    for number in (7, 8, 9):
        race.runner(number, wave_id=draw(st.sampled_from([None, 1, 2])))
    moments = st.sampled_from(["17:00", "18:00", "18:00.001", "19:00"])
    bibs = st.sampled_from([7, 8, 9, 77])
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["both", "time", "bib", "start"]))
        if kind == "both":
            race.mark(draw(bibs), draw(moments), judge_id=draw(st.sampled_from([1, 2, 3])))
        elif kind == "time":
            race.time_only(draw(moments))
        elif kind == "bib":
            race.bib_only(draw(bibs))
        else:
            race.starts(draw(bibs), "0:30")
    marks = [mark.id for mark in race.race.marks]
    for _ in range(draw(st.integers(0, 8))):
        _draw_correction(draw, race, marks, moments, bibs)
    return race.race


def _draw_correction(
    draw: st.DrawFn,
    race: FiveK,
    marks: list[str],
    moments: st.SearchStrategy[str],
    bibs: st.SearchStrategy[int],
) -> None:
    made = draw(st.sampled_from(["30:00", "31:00"]))
    kind = draw(st.sampled_from(list(Kind)))
    if kind is Kind.UNDO:
        if race.race.corrections:
            race.undo(draw(st.sampled_from(race.race.corrections)).id)
    elif kind is Kind.MARK_MOMENT:
        race.correct(kind, draw(st.sampled_from(marks)), at=draw(moments), made=made)
    elif kind is Kind.MARK_WITHDRAWN:
        number = draw(st.sampled_from([None, COUNTS_AGAIN]))
        race.correct(kind, draw(st.sampled_from(marks)), number=number, made=made)
    elif kind is Kind.MARK_BIB:
        race.correct(kind, draw(st.sampled_from(marks)), text=str(draw(bibs)), made=made)
    elif kind is Kind.WAVE_START:
        race.correct(kind, draw(st.sampled_from([1, 2])), at="1:00", made=made)
    elif kind is Kind.RUNNER_STATUS:
        text = draw(st.sampled_from(["", "dns", "dsq"]))
        race.correct(kind, draw(bibs), text=text, made=made)
    elif kind is Kind.RUNNER_BIB:
        race.correct(kind, draw(bibs), text=str(draw(bibs)), made=made)
    elif kind is Kind.RUNNER_START:
        race.correct(kind, draw(bibs), at="0:20", made=made)
    elif kind is Kind.TIMER_OFFSET:
        subject = timer_subject(FINISH, draw(st.sampled_from([1, 2])))
        race.correct(kind, subject, number=draw(st.sampled_from([0, 700])), made=made)
    else:
        race.correct(kind, draw(bibs), number=5000, made=made)


@settings(max_examples=300, deadline=None)
@given(race=races(), data=st.data())
def test_any_order_and_repetition_gives_the_same_results(
    race: IndividualRace, data: st.DataObject
) -> None:
    def shuffled(items: tuple) -> tuple:  # type: ignore[type-arg]
        if not items:
            return items
        again = data.draw(st.lists(st.sampled_from(items), max_size=4))
        return tuple(data.draw(st.permutations([*items, *again])))

    other = replace(race, marks=shuffled(race.marks), corrections=shuffled(race.corrections))

    assert outcome_of(other) == outcome_of(race)
