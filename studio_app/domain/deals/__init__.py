"""Leads, deals, stages, tasks and the timeline."""
