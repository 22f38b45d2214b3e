from django.urls import URLPattern, URLResolver, include, path

from raabta.web.workspaces import (
    audit,
    changesets,
    invitations,
    jobs,
    joins,
    keys,
    leaving,
    members,
    profile,
    retention,
    schedule,
    sessions,
    settings,
    setup,
    switches,
    workspaces,
)


def under(prefix: str, namespace: str, patterns: list[URLPattern]) -> URLResolver:
    return path(prefix, include((patterns, namespace)))


urlpatterns: list[URLPattern | URLResolver] = [
    under("setup", "setup", [path("", setup.new, name="new")]),
    under(
        "workspaces/",
        "workspaces",
        [
            path("new", workspaces.new, name="new"),
            path("import", workspaces.bring, name="bring"),
            path("import/<int:job_id>", workspaces.arrival, name="arrival"),
            path("switch", switches.create, name="switch"),
        ],
    ),
    under(
        "settings/",
        "settings",
        [
            path("", settings.index, name="index"),
            path("business", settings.edit, name="edit"),
        ],
    ),
    under("settings/profile", "profile", [path("", profile.edit, name="edit")]),
    under(
        "settings/sessions/",
        "sessions",
        [
            path("", sessions.index, name="index"),
            path("end-others", sessions.delete_others, name="delete_others"),
            path("<int:session_id>/end", sessions.delete, name="delete"),
        ],
    ),
    under(
        "settings/members/",
        "members",
        [
            path("", members.index, name="index"),
            path("<int:member_id>", members.update, name="update"),
            path("<int:member_id>/delete", members.delete, name="delete"),
        ],
    ),
    under(
        "settings/invitations/",
        "invitations",
        [
            path("new", invitations.new, name="new"),
            path("<int:invitation_id>/resend", invitations.resend, name="resend"),
            path("<int:invitation_id>/delete", invitations.delete, name="delete"),
            path("accept/<str:token>", joins.new, name="accept"),
        ],
    ),
    under(
        "settings/keys/",
        "keys",
        [
            path("", keys.index, name="index"),
            path("new", keys.new, name="new"),
            path("<int:key_id>/delete", keys.delete, name="delete"),
        ],
    ),
    under(
        "settings/retention/",
        "retention",
        [
            path("", retention.edit, name="edit"),
            path("count", retention.count, name="count"),
        ],
    ),
    under(
        "settings/export/",
        "leaving",
        [
            path("", leaving.index, name="index"),
            path("new", leaving.create, name="create"),
            path("<int:job_id>", leaving.show, name="show"),
        ],
    ),
    under(
        "settings/audit/",
        "audit",
        [
            path("", audit.index, name="index"),
            path("export", audit.export, name="export"),
        ],
    ),
    under(
        "settings/changes/",
        "changesets",
        [
            path("", changesets.index, name="index"),
            path("<int:change_set_id>", changesets.show, name="show"),
            path("<int:change_set_id>/revert", changesets.revert, name="revert"),
        ],
    ),
    under(
        "settings/system/",
        "schedule",
        [
            path("", schedule.index, name="index"),
            path("duties/<int:duty_id>/pause", schedule.pause, name="pause"),
            path("duties/<int:duty_id>/run", schedule.run, name="run"),
            path("events/<int:event_id>/retry", schedule.retry, name="retry"),
        ],
    ),
    under(
        "jobs/",
        "jobs",
        [
            path("", jobs.index, name="index"),
            path("<int:job_id>", jobs.show, name="show"),
            path("<int:job_id>/cancel", jobs.cancel, name="cancel"),
        ],
    ),
]
