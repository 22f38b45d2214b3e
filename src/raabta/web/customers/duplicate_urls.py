from django.urls import include, path

from raabta.web.customers import duplicate_bulk, duplicate_runs, duplicates

urlpatterns = [
    path(
        "duplicates/",
        include(
            (
                [
                    path("", duplicates.index, name="index"),
                    path("<int:pair_id>/accept", duplicates.accept, name="accept"),
                    path("<int:pair_id>/reject", duplicates.reject, name="reject"),
                    path("<int:pair_id>/later", duplicates.later, name="later"),
                    path("searches", duplicate_runs.create, name="search"),
                    path("searches/<int:run_id>", duplicate_runs.show, name="run"),
                    path("searches/<int:run_id>/cancel", duplicate_runs.cancel, name="cancel"),
                    path("settings", duplicate_runs.settings, name="settings"),
                    path("bulk/new", duplicate_bulk.new, name="bulk"),
                    path("bulk", duplicate_bulk.create, name="bulk_create"),
                    path("bulk/<int:job_id>", duplicate_bulk.show, name="bulk_show"),
                    path("bulk/<int:job_id>/cancel", duplicate_bulk.cancel, name="bulk_cancel"),
                ],
                "duplicates",
            )
        ),
    )
]
