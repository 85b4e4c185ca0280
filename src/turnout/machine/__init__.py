"""What the computer lends: a folder that keeps what was worked out, and several processes at once.

It knows nothing of hips, and any room may ask it.
"""
