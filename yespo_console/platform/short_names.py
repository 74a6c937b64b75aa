"""Names that are too long for the place where they stand."""


def shortened(name: str, most: int) -> str:
    """``name`` with its middle left out when it has more than ``most`` characters: both its ends tell it apart."""
    if len(name) <= most:
        return name
    half = most // 2
    return f"{name[:half].rstrip()}…{name[-half + 1 :].lstrip()}"
