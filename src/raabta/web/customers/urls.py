from django.urls import URLPattern, URLResolver, include, path

from raabta.web.customers import (
    attributes,
    bulk,
    cells,
    changes,
    companies,
    company_exports,
    consent_proof,
    consents,
    customers,
    duplicate_urls,
    erasures,
    exports,
    formulas,
    identities,
    import_urls,
    merges,
    notes,
    person_exports,
    sensitive,
    source_rules,
    tagging,
    tags,
    timeline,
    topics,
    views,
    work,
)


def under(prefix: str, namespace: str, patterns: list[URLPattern]) -> URLResolver:
    return path(prefix, include((patterns, namespace)))


urlpatterns: list[URLPattern | URLResolver] = [
    *import_urls.urlpatterns,
    *duplicate_urls.urlpatterns,
    under(
        "customers/",
        "customers",
        [
            path("", customers.index, name="index"),
            path("new", customers.new, name="new"),
            path("bulk/new", bulk.new, name="bulk"),
            path("bulk", bulk.create, name="bulk_create"),
            path("exports/new", exports.new, name="export"),
            path("exports", exports.create, name="export_create"),
            path("exports/<int:job_id>", exports.show, name="download"),
            path("merge", merges.pair, name="merge_pair"),
            path("merges/<int:merge_id>/undo", merges.delete, name="unmerge"),
            path("work/<int:job_id>", work.show, name="work"),
            path("work/<int:job_id>/cancel", work.cancel, name="cancel"),
            path("<int:customer_id>", customers.show, name="show"),
            path("<int:customer_id>/edit", customers.edit, name="edit"),
            path("<int:customer_id>/sensitive", sensitive.show, name="sensitive"),
            path("<int:customer_id>/delete", customers.delete, name="delete"),
            path("<int:customer_id>/merge", merges.new, name="merge"),
            path("<int:customer_id>/merge/<int:other_id>", merges.create, name="merge_with"),
            path("<int:customer_id>/erase", erasures.new, name="erase"),
            path("<int:customer_id>/export", person_exports.create, name="export_person"),
            path("data-exports/<int:job_id>", person_exports.show, name="download_person"),
            path("<int:customer_id>/timeline", timeline.index, name="timeline"),
            path("<int:customer_id>/cells/<str:key>", cells.show, name="cell"),
            path("<int:customer_id>/cells/<str:key>/edit", cells.edit, name="edit_cell"),
            path("<int:customer_id>/tags", tagging.create, name="tag"),
            path("<int:customer_id>/tags/delete", tagging.delete, name="untag"),
            path(
                "<int:customer_id>/consents/files/<slug:digest>", consents.file, name="consent_file"
            ),
            path("<int:customer_id>/consents", consents.index, name="consents"),
            path("<int:customer_id>/consents/new", consents.new, name="consent"),
            path("<int:customer_id>/identities", identities.create, name="add_identity"),
            path(
                "<int:customer_id>/identities/<int:identity_id>",
                identities.update,
                name="identity",
            ),
            path(
                "<int:customer_id>/identities/<int:identity_id>/delete",
                identities.delete,
                name="remove_identity",
            ),
            path("<int:customer_id>/notes", notes.create, name="note"),
            path(
                "<int:customer_id>/changes/<int:change_id>/revert",
                changes.revert,
                name="revert_change",
            ),
        ],
    ),
    under(
        "companies/",
        "companies",
        [
            path("", companies.index, name="index"),
            path("new", companies.new, name="new"),
            path("companies.<slug:kind>", company_exports.show, name="export"),
            path("<int:company_id>", companies.show, name="show"),
            path("<int:company_id>/edit", companies.edit, name="edit"),
            path("<int:company_id>/delete", companies.delete, name="delete"),
            path("<int:company_id>/notes", notes.create_for_company, name="note"),
        ],
    ),
    under(
        "notes/",
        "notes",
        [
            path("<int:note_id>/edit", notes.edit, name="edit"),
            path("<int:note_id>/pin", notes.pin, name="pin"),
            path("<int:note_id>/delete", notes.delete, name="delete"),
        ],
    ),
    under(
        "settings/attributes/",
        "attributes",
        [
            path("", attributes.index, name="index"),
            path("new", attributes.new, name="new"),
            path("order", attributes.order, name="order"),
            path("<int:definition_id>", attributes.edit, name="edit"),
            path("<int:definition_id>/retire", attributes.retire, name="retire"),
        ],
    ),
    under(
        "settings/formulas/",
        "formulas",
        [
            path("new", formulas.new, name="new"),
            path("preview", formulas.preview, name="preview"),
            path("<int:formula_id>", formulas.edit, name="edit"),
        ],
    ),
    under(
        "settings/consent-proof/",
        "consent_proof",
        [
            path("", consent_proof.index, name="index"),
            path("new", consent_proof.create, name="create"),
        ],
    ),
    under(
        "settings/source-priority/",
        "source_rules",
        [
            path("", source_rules.index, name="index"),
            path("new", source_rules.create, name="create"),
            path("<int:rule_id>/delete", source_rules.delete, name="delete"),
        ],
    ),
    under(
        "settings/tags/",
        "tags",
        [
            path("", tags.index, name="index"),
            path("new", tags.create, name="create"),
            path("<int:tag_id>", tags.edit, name="edit"),
            path("<int:tag_id>/merge", tags.merge, name="merge"),
            path("<int:tag_id>/delete", tags.delete, name="delete"),
        ],
    ),
    under(
        "customers/views/",
        "views",
        [
            path("", views.create, name="create"),
            path("<int:view_id>/delete", views.delete, name="delete"),
        ],
    ),
    under(
        "settings/topics/",
        "topics",
        [
            path("", topics.index, name="index"),
            path("new", topics.new, name="new"),
            path("<int:topic_id>", topics.edit, name="edit"),
            path("<int:topic_id>/archive", topics.archive, name="archive"),
        ],
    ),
]
