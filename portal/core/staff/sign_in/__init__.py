"""How staff sign in: a password, then a code from an authenticator (decision 710); wrong passwords are braked (decision 711)."""
