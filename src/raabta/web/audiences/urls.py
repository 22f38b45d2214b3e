from django.urls import include, path

from raabta.web.audiences import (
    archivings,
    audiences,
    duplicates,
    explanations,
    exports,
    freezes,
    hints,
    overlaps,
    people,
    previews,
    texts,
    traits,
    values,
)

patterns = [
    path("", audiences.index, name="index"),
    path("new", audiences.new, name="new"),
    path("preview", previews.create, name="preview"),
    path("hints", hints.create, name="hints"),
    path("values", values.create, name="values"),
    path("<int:pk>", audiences.show, name="show"),
    path("text", texts.new, name="new_text"),
    path("<int:pk>/text", texts.show, name="text"),
    path("<int:pk>/text/edit", texts.edit, name="edit_text"),
    path("<int:pk>/edit", audiences.edit, name="edit"),
    path("<int:pk>/delete", audiences.delete, name="delete"),
    path("<int:pk>/duplicate", duplicates.create, name="duplicate"),
    path("<int:pk>/restore", archivings.delete, name="restore"),
    path("<int:pk>/freeze", freezes.new, name="freeze"),
    path("<int:pk>/export", exports.new, name="export"),
    path("overlap", overlaps.show, name="overlap"),
    path("of/<int:customer_id>", people.show, name="of"),
    path("<int:pk>/explain", explanations.show, name="explain"),
]
computed = [
    path("new", traits.new, name="new"),
    path("preview", traits.preview, name="preview"),
    path("<int:trait_id>", traits.edit, name="edit"),
]
urlpatterns = [
    path("audiences/", include((patterns, "audiences"))),
    path("settings/computed-attributes/", include((computed, "traits"))),
]
