"""The rules that never bend, as properties of generated records."""
