from django.urls import include, path

from raabta.web.customers import import_mappings, import_previews, import_runs, imports

urlpatterns = [
    path(
        "imports/",
        include(
            (
                [
                    path("", imports.index, name="index"),
                    path("new", imports.new, name="new"),
                    path("<int:import_id>", imports.show, name="show"),
                    path("<int:import_id>/progress", imports.progress, name="progress"),
                    path("<int:import_id>/delete", imports.delete, name="delete"),
                    path("<int:import_id>/mapping", import_mappings.edit, name="mapping"),
                    path("<int:import_id>/layout", import_mappings.update_layout, name="layout"),
                    path(
                        "<int:import_id>/recognition",
                        import_mappings.update_recognition,
                        name="recognition",
                    ),
                    path("<int:import_id>/preview", import_previews.show, name="preview"),
                    path("<int:import_id>/run", import_runs.create, name="run"),
                    path("<int:import_id>/cancel", import_runs.cancel, name="cancel"),
                    path("<int:import_id>/revert", import_runs.revert, name="revert"),
                    path("<int:import_id>/rejected.csv", import_runs.rejected, name="rejected"),
                ],
                "imports",
            )
        ),
    )
]
