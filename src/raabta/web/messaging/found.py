"""Rows of this workspace by id; other workspaces' ids are not found."""

from typing import TypeVar

from django.db.models import Model
from django.http import Http404

from raabta.web.http import HttpRequest

M = TypeVar("M", bound=Model)


def own(request: HttpRequest, model: type[M], pk: int) -> M:
    found = model._default_manager.filter(pk=pk, workspace=request.workspace).first()  # noqa: SLF001
    if found is None:
        raise Http404
    return found
