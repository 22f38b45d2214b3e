"""Keep and remove the files of submissions: the bytes in a folder, who they belong to in a row."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from raabta.forms.models import FormFile, FormSubmission
from raabta.forms.uploads import Upload, path_of
from raabta.kernel import clock
from raabta.kernel.stored_files import write_file


def keep_files(*, submission: FormSubmission, files: Mapping[str, tuple[Upload, str]]) -> None:
    """By the field's id: the file and its content type. Part of the submission's transaction.

    The bytes are written first; were it to be rolled back, they would stay without a row, which
    shows them to nobody.
    """
    for field, (upload, content_type) in files.items():
        token = secrets.token_urlsafe(16)
        write_file(path_of(token), upload.data)
        FormFile.objects.create(
            workspace_id=submission.workspace_id,
            submission=submission,
            field=field,
            token=token,
            filename=upload.name,
            content_type=content_type,
            size=len(upload.data),
            uploaded_at=clock.now(),
        )


def remove_files(*, submissions: QuerySet[FormSubmission]) -> None:
    """For good, once the transaction is committed."""
    rows = FormFile.objects.filter(submission__in=submissions)
    tokens = list(rows.values_list("token", flat=True))
    rows.delete()

    def unlink() -> None:
        for token in tokens:
            path_of(token).unlink(missing_ok=True)

    transaction.on_commit(unlink)
