"""The script that draws a form in other people's pages: `/forms/embed.js`."""

from raabta.web.scripts import served

show = served("form.js")
