"""The log's file. In a module of its own because ``logging.handlers`` imports much that a start does not need."""

import logging.handlers


class SharedRotatingFile(logging.handlers.RotatingFileHandler):
    """Rotates if it can: while another window holds the file (Windows), it goes on writing and tries again later."""

    def doRollover(self) -> None:
        try:
            super().doRollover()
        except OSError:
            if self.stream is None:
                self.stream = self._open()
