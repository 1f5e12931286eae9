"""Texts to be sent or read aloud: what is new for a place or a domain, in three forms."""
