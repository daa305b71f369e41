"""The business. Knows no web framework, payment provider, template engine or job library."""
