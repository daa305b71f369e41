"""The contract as the manager agrees on it: its terms; works and prices come from the accepted proposal."""
