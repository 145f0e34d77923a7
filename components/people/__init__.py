"""Building blocks of the screens about members."""
