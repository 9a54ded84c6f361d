"""Groups of accounts that repeatedly share the same thing within seconds, more often than chance places them there."""
