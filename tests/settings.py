"""The settings of a test run: a data folder of its own, keys that are no secret."""

import atexit
import os
import shutil
import tempfile

if "RAABTA_TEST_DATA" not in os.environ:
    os.environ["RAABTA_TEST_DATA"] = tempfile.mkdtemp(prefix="raabta-test-")
    atexit.register(shutil.rmtree, os.environ["RAABTA_TEST_DATA"], ignore_errors=True)
os.environ["RAABTA_DATA"] = "{RAABTA_TEST_DATA}/{PYTEST_XDIST_WORKER}".format_map(
    {"PYTEST_XDIST_WORKER": "alone"} | os.environ
)
os.environ.setdefault(
    "RAABTA_SECRET_KEY", "test-secret-key-that-is-long-enough-for-tests-0123456789"
)
os.environ.setdefault("RAABTA_SEAL_KEY", "dGVzdC1zZWFsLWtleS10aGF0LWlzLTMyLWJ5dGVzLSE")
if url := os.environ.get("RAABTA_TEST_DATABASE_URL"):
    os.environ["RAABTA_DATABASE_URL"] = url
if url := os.environ.get("RAABTA_TEST_WAREHOUSE_URL"):
    os.environ["RAABTA_WAREHOUSE_URL"] = url

from raabta.config.settings import *  # noqa: F403

if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405  not a file for each process
