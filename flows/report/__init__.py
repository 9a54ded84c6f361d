"""The monthly report: what the graph says of a month, in words, as a web page and on paper."""
