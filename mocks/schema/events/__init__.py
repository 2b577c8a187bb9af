"""What happens in a shop: events and who hears of them, triggers, notifications, and what the clock brings."""
