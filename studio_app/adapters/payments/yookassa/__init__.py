"""YooKassa, behind the port of payment providers."""
