"""What the screens about members are built from."""
