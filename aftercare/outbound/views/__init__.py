"""The pages: the outbox, the letters, and what people do not want to be sent."""
