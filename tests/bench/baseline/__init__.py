"""What the wizard is measured against: the same form and frame, on formtools' own session storage; and what serves and visits both."""
