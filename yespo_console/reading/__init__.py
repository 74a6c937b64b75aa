"""What people paste becomes events, with every repair listed. Pure: text or bytes in, events out."""
