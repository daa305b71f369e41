"""Read-only measures from the recorded history."""
