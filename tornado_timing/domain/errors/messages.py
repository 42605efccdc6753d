"""The form of a message."""

from tornado_timing.domain.errors.kinds import InvalidInput, Unavailable


class InvalidJson(InvalidInput):
    code = "invalid_json"


class InvalidField(InvalidInput):
    """A named field of a resource is missing or wrong: details `field` and `problem`."""

    code = "invalid_field"


class UnknownMessageType(InvalidInput):
    code = "unknown_message_type"


class MissingTeamId(InvalidInput):
    code = "missing_team_id"


class InvalidTeamId(InvalidInput):
    code = "invalid_team_id"


class NoRecords(InvalidInput):
    code = "no_records"


class TooManyRecords(InvalidInput):
    code = "too_many_records"


class TooManyMessages(Unavailable):
    code = "too_many_messages"


class TooManySockets(Unavailable):
    code = "too_many_sockets"


class WebSocketExpected(InvalidInput):
    code = "websocket_expected"


class BodyTooLarge(InvalidInput):
    code = "body_too_large"


class MethodNotAllowed(InvalidInput):
    code = "method_not_allowed"
