"""What a reviewer decides on a record: accepted, rejected, edited; and how it outlives the record."""
