from django.urls import URLPattern, URLResolver, include, path

from raabta.web.rights import asking, holds, own_erasures, own_page, requests

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "me/",
        include(
            (
                [
                    path("forget/<str:token>", own_erasures.confirm, name="forget"),
                    path("ask/<str:token>/<str:signature>", asking.create, name="ask"),
                    path("<str:token>", own_page.show, name="show"),
                    path("<str:token>/preferences", own_page.preferences, name="preferences"),
                    path("<str:token>/consents", own_page.consent, name="consent"),
                    path("<str:token>/export", own_page.export, name="export"),
                    path("<str:token>/erasure", own_erasures.create, name="erase"),
                ],
                "own",
            )
        ),
    ),
    path(
        "settings/rights/",
        include(
            (
                [
                    path("", requests.index, name="index"),
                    path("edit", requests.edit, name="edit"),
                    path("<int:request_id>/approve", requests.approve, name="approve"),
                    path("<int:request_id>/refuse", requests.refuse, name="refuse"),
                    path("holds/<int:customer_id>", holds.edit, name="hold"),
                    path("send/<int:customer_id>", requests.send, name="send"),
                ],
                "rights",
            )
        ),
    ),
]
