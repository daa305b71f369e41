"""What clients see: briefs, documents, acceptance, paying."""
