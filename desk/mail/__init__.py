"""Letters that carry verification codes and answers to complaints: a port and its adapters (SMTP, outbox folder)."""
