"""What people paste, drop and open: read beside the window, and shown with everything that was changed."""
