"""How the program is packed for people without Python; used by build.spec alone."""
