"""What providers tell, and how it comes into our rows: the port, the inbox of webhooks, the reducer."""
