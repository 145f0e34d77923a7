"""What db refuses, as codes with values; the sentences are composed where they are shown."""


class Refused(Exception):
    """An action that cannot be done. `code` names the sentence, `values` fill it."""

    def __init__(self, code: str, **values) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class Invalid(Refused):
    """The input cannot be saved as it is."""


class NotAllowed(Refused):
    """The viewer may not see or do this."""

    def __init__(self, code: str = "not_allowed", **values) -> None:
        super().__init__(code, **values)


class Conflict(Refused):
    """Somebody else changed it meanwhile."""


class WriteFailed(Refused):
    """The register could not be written: its disk is full, or gone. Nothing of the action is kept."""
