"""Incidents: the leading group convened, the emergency plan, measures, the report at the end."""
