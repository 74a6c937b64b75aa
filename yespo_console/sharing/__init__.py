"""How a request is handed on: to a colleague's shell, to a program, to a file. Pure: no network, no window."""
