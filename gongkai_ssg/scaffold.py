"""New sites, items and records from templates."""


class ScaffoldError(Exception):
    """The new file cannot be made; the message is a Chinese sentence for the clerk."""
