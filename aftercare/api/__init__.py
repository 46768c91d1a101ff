"""The JSON API: tokens, idempotency, problems; it mounts each domain's api.py."""
