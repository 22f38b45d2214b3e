"""What event clients are answered."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from raabta.tracking.services.intake import Taken
from raabta.tracking.words import reason_words

TOLD = 20  # refused calls that are named
DAY = "86400"
JSON = "application/json"
FINE = b'{"success":true}'


def answered(taken: Taken) -> HttpResponse:
    """200 unless every call was refused; it tells which were, and why. The others were taken."""
    refused = taken.refused
    if not refused:
        return HttpResponse(FINE, content_type=JSON)
    errors = [{"index": one.index, "message": reason_words(one.reason)} for one in refused[:TOLD]]
    is_fine = len(refused) < taken.total
    told = {"success": is_fine, "refused": len(refused), "errors": errors}
    if not is_fine:
        told["message"] = errors[0]["message"]
    return HttpResponse(
        msgspec.json.encode(told), content_type=JSON, status=200 if is_fine else 400
    )


def answer(status: int, message: str) -> HttpResponse:
    told = {"success": False, "message": message}
    return HttpResponse(msgspec.json.encode(told), content_type=JSON, status=status)


def with_origin(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let pages of any site read the answer, which tells nothing; the source decides on sending."""
    if origin := request.headers.get("Origin"):
        response.headers["Access-Control-Allow-Origin"] = origin
        # beacons are sent with cookies, which nobody reads here
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = (
            "Authorization, Content-Type, Content-Encoding"
        )
        response.headers["Access-Control-Max-Age"] = DAY
        patch_vary_headers(response, ["Origin"])
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
