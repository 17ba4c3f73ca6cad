"""Letters that carry verification codes: a port and its adapters (SMTP, outbox folder)."""
