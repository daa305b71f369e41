"""What happened, told to people: its rows, sentences and panel, for a deal and for a client."""
