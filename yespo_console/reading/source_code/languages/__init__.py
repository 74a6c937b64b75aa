"""Each language: what its nodes mean, and how it spells texts, arrays and calls."""
