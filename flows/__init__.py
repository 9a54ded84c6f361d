"""When things run and where data comes from: Prefect flows, one file a source, the command line."""

import os

# Prefect reads these when it is first imported: nothing calls home, whoever starts the process.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT", "false")
