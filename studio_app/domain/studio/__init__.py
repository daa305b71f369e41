"""The studio itself: legal entities, tax regime, numbering, stages, channels, texts."""
