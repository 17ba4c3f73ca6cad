"""Question-answer pairs out of what agents and customers wrote: redacted, made self-contained, grouped, proposed."""
