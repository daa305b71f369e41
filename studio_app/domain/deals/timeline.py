"""The timeline as the packages above deals know it."""

from studio_app.domain.timeline import TimelineEvent, record

__all__ = ["TimelineEvent", "record"]
