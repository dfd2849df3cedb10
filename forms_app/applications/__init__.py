"""Drafts, the wizard, submissions, receipts and tracking."""
