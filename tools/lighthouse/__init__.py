"""Lighthouse on phone settings: Today, Library and Player of the made-up person's app, in the system's Chromium."""
