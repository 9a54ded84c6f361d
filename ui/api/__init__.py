"""The services for programs, under `/api`: JSON, CAP 1.2 and Atom."""
