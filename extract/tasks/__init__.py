"""The three questions asked of an article: its inspections, who speaks its quotations, its findings."""
