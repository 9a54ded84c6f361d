"""Alerts as they are told beyond the app: to whom, when, and in what words. Pure; nothing here sends anything."""
