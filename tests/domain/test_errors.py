"""The errors: each with a code of its own."""

from collections import Counter
from collections.abc import Iterator

from tornado_timing.domain import errors


def all_errors(
    kind: type[errors.TimingError] = errors.TimingError,
) -> Iterator[type[errors.TimingError]]:
    for child in kind.__subclasses__():
        yield child
        yield from all_errors(child)


def test_no_two_errors_have_the_same_code() -> None:
    counts = Counter(kind.code for kind in all_errors())
    assert [code for code, count in counts.items() if count > 1] == []


def test_codes_are_stable_snake_case_names() -> None:
    for kind in all_errors():
        assert kind.code.isidentifier()
        assert kind.code == kind.code.lower()


def test_an_error_carries_its_details() -> None:
    error = errors.TooManyRecords(limit=15, count=20)
    assert error.details == {"limit": 15, "count": 20}
    assert "too_many_records" in str(error)
