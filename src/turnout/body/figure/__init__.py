"""The figure: a person who makes a movement, with bones, skin and the muscles that work.

In: a body and a motion. Out: one file of the body for all movements, one small file for each movement, still pictures,
and a file with both for any viewer. Import the modules by name; this one does no work.
"""
