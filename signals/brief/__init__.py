"""The brief (« point de situation »): a frozen state, put into words and pictures, as HTML, PDF or ODT, and sealed."""
