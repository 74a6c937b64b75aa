"""A local Yespo: a real HTTP server on loopback that answers as far as Yespo's answers are known."""
