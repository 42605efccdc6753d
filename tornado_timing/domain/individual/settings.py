"""What an organizer chooses for a race, beside its entries: one structure for each subject.

Every field has a default, so that a race of which nothing was chosen has all of them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from tornado_timing.domain.individual.announcing import AnnouncerLink, CourseRecords
from tornado_timing.domain.individual.certificates import CertificateDesign
from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.team_scoring import TeamScoring

# Under these names the file keeps them, for good.
SETTINGS: Mapping[str, type[Struct]] = MappingProxyType(
    {
        "team_scoring": TeamScoring,
        "prizes": PrizeRules,
        "certificate": CertificateDesign,
        "course_records": CourseRecords,
        "announcer_link": AnnouncerLink,
    }
)


def name_of(kind: type[Struct]) -> str:
    """The name of a structure's kind. Raises KeyError for one that is no setting."""
    for name, one in SETTINGS.items():
        if one is kind:
            return name
    raise KeyError(kind)
