"""What an announcer may want to say of who comes in."""

from msgspec import Struct


class CourseRecord(Struct, frozen=True, kw_only=True):
    """The best time so far of a group: all, a sex or a category; `official_ms` as it is ranked."""

    group: str = "all"
    official_ms: int
    holder: str = ""
    year: int | None = None


class CourseRecords(Struct, frozen=True, kw_only=True):
    """The records of a course, as the organizer has entered them."""

    records: tuple[CourseRecord, ...] = ()
