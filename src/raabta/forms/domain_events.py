"""What happened to forms, for contexts above; the first one is for this context itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SubmissionReceived:
    """Answers are committed and may be made into a person."""

    workspace_id: int
    submission_id: int


@dataclass(frozen=True)
class FormSubmitted:
    """The answers of a submission are this person's now."""

    workspace_id: int
    form_id: int
    submission_id: int
    customer_id: int
