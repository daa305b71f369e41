"""The board in the browser: its React parts, its model, and the component that wraps them."""
