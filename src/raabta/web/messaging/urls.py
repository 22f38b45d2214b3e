from django.urls import URLPattern, URLResolver, include, path

from raabta.web.messaging import (
    bounces,
    channels,
    confirmation_mails,
    contact_policy,
    messages,
    outbox,
    public_urls,
    requirements,
    senders,
    suppressions,
)


def under(prefix: str, namespace: str, patterns: list[URLPattern]) -> URLResolver:
    return path(prefix, include((patterns, namespace)))


urlpatterns: list[URLPattern | URLResolver] = [
    under("", "public", public_urls.urlpatterns),
    under(
        "outbox/",
        "outbox",
        [
            path("", outbox.index, name="index"),
            path("empty", outbox.delete, name="delete"),
            path("<int:mail_id>", outbox.show, name="show"),
            path("<int:mail_id>/body", outbox.body, name="body"),
            path("<int:mail_id>/source", outbox.source, name="source"),
        ],
    ),
    under(
        "messages/",
        "messages",
        [
            path("", messages.index, name="index"),
            path("settle", messages.settle, name="settle"),
            path("<int:message_id>", messages.show, name="show"),
        ],
    ),
    under("bounces/", "bounces", [path("new", bounces.new, name="new")]),
    under(
        "settings/channels/",
        "channels",
        [
            path("", channels.index, name="index"),
            path("new/<slug:key>", channels.new, name="new"),
            path("<int:channel_id>", channels.edit, name="edit"),
            path("<int:channel_id>/delete", channels.delete, name="delete"),
            path("<int:channel_id>/default", channels.promote, name="promote"),
            path("<int:channel_id>/check", channels.check, name="check"),
        ],
    ),
    under(
        "settings/senders/",
        "senders",
        [
            path("", senders.index, name="index"),
            path("new", senders.new, name="new"),
            path("<int:sender_id>", senders.edit, name="edit"),
            path("<int:sender_id>/delete", senders.delete, name="delete"),
            path("<int:sender_id>/default", senders.promote, name="promote"),
            path("<int:sender_id>/sign", senders.sign, name="sign"),
        ],
    ),
    under(
        "settings/suppressions/",
        "suppressions",
        [
            path("", suppressions.index, name="index"),
            path("new", suppressions.new, name="new"),
            path("upload", suppressions.upload, name="upload"),
            path("export.<slug:kind>", suppressions.export, name="export"),
            path("<int:suppression_id>/delete", suppressions.delete, name="delete"),
        ],
    ),
    under(
        "settings/confirmations/",
        "confirmations",
        [
            path("", confirmation_mails.index, name="index"),
            path("<int:pending_id>/again", confirmation_mails.again, name="again"),
            path("<int:pending_id>/cancel", confirmation_mails.cancel, name="cancel"),
        ],
    ),
    under(
        "settings/consent-types/",
        "requirements",
        [
            path("", requirements.index, name="index"),
            path("<slug:purpose>/<slug:channel>", requirements.edit, name="edit"),
        ],
    ),
    under("settings/contact", "contact_policy", [path("", contact_policy.edit, name="edit")]),
]
