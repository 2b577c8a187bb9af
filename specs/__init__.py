"""What each API promises."""
