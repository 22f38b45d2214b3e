"""Set once this process was asked to stop; long loops look at it between two steps."""

from threading import Event

stopping = Event()
