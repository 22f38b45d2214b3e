"""The script that tells what visitors do: `/raabta.js`."""

from raabta.web.scripts import served

show = served("raabta.js")
