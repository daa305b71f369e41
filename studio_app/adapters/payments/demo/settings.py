"""What the demo provider needs of the environment: nothing."""

from studio_app.adapters.payments.provider import ProviderSettings


class DemoSettings(ProviderSettings):
    """No field: it is on this machine and knows nobody."""
