"""What ``make bench`` measures and writes to docs/benchmarks.md; public data is read from outside the project."""
