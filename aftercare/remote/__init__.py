"""Remote sessions on a customer's system: asked for, authorised, logged, ended."""
