"""The Telegram bot whose messages become leads."""
