"""What a finisher's certificate says and looks like."""

from msgspec import Struct


class CertificateDesign(Struct, frozen=True, kw_only=True):
    """As the organizer has chosen it; what is empty is in the words of the product."""

    title: str = ""
