"""Everything the company sends: one outbox, sent by the worker."""
