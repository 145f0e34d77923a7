"""Serving and guarding HTTP: requests, sockets, uploads and downloads."""
