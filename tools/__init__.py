"""Small helpers of the Makefile. Each runs as ``python -m tools.NAME`` from the root of the repository."""
