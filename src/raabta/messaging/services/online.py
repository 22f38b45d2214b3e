"""A message as a page."""

from raabta.content.rendering import people_data
from raabta.messaging.models import Message
from raabta.messaging.services.composers import composer_for
from raabta.messaging.services.links import keep_links


def page_of(message: Message) -> str:
    """The message's HTML made again, with today's data. Raises CannotCompose."""
    composer = composer_for(message.mailing)
    ids = [message.customer_id] if message.customer_id else []
    data = people_data(message.workspace, ids)
    page = composer.page(message.token, data.get(message.customer_id or 0, {}), message.language)
    keep_links(message.mailing, composer.links)
    return page.html
