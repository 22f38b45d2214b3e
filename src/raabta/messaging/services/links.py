"""The links of messages, stored before the mails leave so that each click finds its page."""

from raabta.messaging.models import Mailing, TrackedLink

MOST_REMEMBERED = 20_000
_stored: dict[int, set[str]] = {}


def keep_links(mailing: Mailing, links: dict[str, str]) -> None:
    """Store the addresses that this process has not stored yet; `links` maps key to URL."""
    known = _stored.setdefault(mailing.pk, set())
    new = {key: url for key, url in links.items() if key not in known}
    if new:
        TrackedLink.objects.bulk_create(
            [
                TrackedLink(
                    workspace_id=mailing.workspace_id, origin=mailing.origin, key=key, url=url
                )
                for key, url in new.items()
            ],
            ignore_conflicts=True,
        )
        known.update(new)
    if len(known) > MOST_REMEMBERED:
        known.clear()
    links.clear()
