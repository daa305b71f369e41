"""Settings: pipelines and their stages."""
