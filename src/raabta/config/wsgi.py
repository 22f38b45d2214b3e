"""The web process. Under `raabta serve` it also owns an embedded warehouse."""

import atexit
import os

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

if os.environ.get("RAABTA_PROCESS") == "web":
    from raabta.config.parents import end_with_parent
    from raabta.config.processes import start_web_threads
    from raabta.kernel.stopping import stopping

    end_with_parent(os.getppid())
    _threads = start_web_threads()

    @atexit.register
    def _stop() -> None:
        stopping.set()
        for thread in _threads:
            thread.join(timeout=10)
