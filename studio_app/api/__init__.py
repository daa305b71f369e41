"""What machines call: lead intake, webhooks, health."""
