"""The Panel application, one page a file."""
