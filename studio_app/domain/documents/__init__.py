"""What all client-facing documents share: revisions, links, views, acceptance, frozen copies."""
