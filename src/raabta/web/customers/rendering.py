"""Render with what this person may do, for every template of customers."""

from raabta.web.http import Renderer

render = Renderer(
    {
        "may_edit": "customers.edit",
        "may_merge": "customers.merge",
        "may_delete": "customers.delete",
        "may_erase": "customers.erase",
        "may_export": "customers.export",
        "may_import": "customers.import",
        "may_consent": "customers.consent",
        "may_define": "customers.attributes",
    }
)
