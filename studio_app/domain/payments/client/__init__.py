"""What a client reads about paying: the invoice, the plan, the payments made, the receipt."""
