"""The one door to models: every request to a server, embedded or remote, passes here and nowhere else."""
