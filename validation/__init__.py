"""The models of Turnout held against published data: slow, reported, kept apart from the tests. See README.md."""
