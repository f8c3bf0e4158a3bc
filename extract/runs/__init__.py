"""Run logs: what each run did, written line by line while it goes on, and read afterwards."""
