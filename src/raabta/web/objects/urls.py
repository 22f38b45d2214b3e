from django.urls import include, path

from raabta.web.objects import bulk, cells, exports, fields, kinds, links, records, views

KIND, RECORD = "kinds/<int:kind_id>/", "records/<int:record_id>/"
FIELD = KIND + "fields/<int:definition_id>/"
patterns = [
    path("", kinds.index, name="kinds"),
    path("new", kinds.new, name="new_kind"),
    path("household", kinds.household, name="household"),
    path(KIND, records.index, name="index"),
    path(KIND + "records.<slug:kind>", exports.records, name="export"),
    path(KIND + "setup", kinds.show, name="setup"),
    path(KIND + "edit", kinds.edit, name="edit_kind"),
    path(KIND + "archive", kinds.archive, name="archive"),
    path(KIND + "roles", kinds.role, name="role"),
    path(KIND + "fields/new", fields.new, name="new_field"),
    path(FIELD, fields.edit, name="edit_field"),
    path(FIELD + "retire", fields.retire, name="retire_field"),
    path(KIND + "new", records.new, name="new"),
    path(KIND + "delete", bulk.delete, name="delete"),
    path(KIND + "bulk", bulk.new, name="bulk"),
    path(KIND + "bulk/new", bulk.create, name="bulk_create"),
    path(KIND + "views", views.create, name="save_view"),
    path(KIND + "views/<int:view_id>/delete", views.delete, name="drop_view"),
    path(RECORD, records.show, name="show"),
    path(RECORD + "edit", records.edit, name="edit"),
    path(RECORD + "cells/<slug:key>", cells.show, name="cell"),
    path(RECORD + "cells/<slug:key>/edit", cells.edit, name="edit_cell"),
    path(RECORD + "links", links.create, name="link"),
    path("links/<int:link_id>/delete", links.delete, name="unlink"),
]
urlpatterns = [path("objects/", include((patterns, "objects")))]
