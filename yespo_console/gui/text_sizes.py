"""From which length on a text is too much for one frame, and from which on it is not shown in full at all.

Characters, one number for everybody: form, views and checks change their ways at the same size.
"""

from typing import Final

#: A longer text is not read again at each key press, and what is looked up in it is looked up beside the window.
LARGE_TEXT: Final = 48_000
#: A longer text is shown as its two ends, without a form: reading it takes the window's time, 0.1 s per MB.
LONGEST_TEXT: Final = 2_000_000
