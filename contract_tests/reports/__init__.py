"""What a run of the suite found, for people and for machines."""
