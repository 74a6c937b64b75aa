"""What the variables of a source text hold where they are used."""
