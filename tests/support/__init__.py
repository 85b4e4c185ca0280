"""What several tests lean on: a browser, and servers that tests start and stop."""
