"""When things run and where data comes from: Prefect flows, one file a source, the command line."""
