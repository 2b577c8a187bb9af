"""The contract of Thinkific Admin."""
