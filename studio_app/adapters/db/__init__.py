"""Engine, sessions, the runner of use cases."""
