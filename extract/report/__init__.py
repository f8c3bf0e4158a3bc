"""One page over a folder of records: what it shows, its charts, and the HTML."""
