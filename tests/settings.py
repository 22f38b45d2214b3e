"""The settings of a test run: a data folder of its own, keys that are no secret."""

import atexit
import os
import shutil
import tempfile

if "RAABTA_DATA" not in os.environ:  # else a worker, which shares the folder of the whole run
    os.environ["RAABTA_DATA"] = tempfile.mkdtemp(prefix="raabta-test-")
    atexit.register(shutil.rmtree, os.environ["RAABTA_DATA"], ignore_errors=True)
os.environ.setdefault(
    "RAABTA_SECRET_KEY", "test-secret-key-that-is-long-enough-for-tests-0123456789"
)
os.environ.setdefault("RAABTA_SEAL_KEY", "dGVzdC1zZWFsLWtleS10aGF0LWlzLTMyLWJ5dGVzLSE")
if url := os.environ.get("RAABTA_TEST_DATABASE_URL"):
    os.environ["RAABTA_DATABASE_URL"] = url
if url := os.environ.get("RAABTA_TEST_WAREHOUSE_URL"):
    os.environ["RAABTA_WAREHOUSE_URL"] = url
elif worker := os.environ.get("PYTEST_XDIST_WORKER"):  # a DuckDB file has one owner
    file = f"{os.environ['RAABTA_DATA']}/warehouse-{worker}.duckdb"
    os.environ["RAABTA_WAREHOUSE_URL"] = f"duckdb:///{file}"

from raabta.config.settings import *  # noqa: F403
