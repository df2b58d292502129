"""Signatures of reviews and checkpoints, made and checked by OpenSSH."""
