"""What: Programme and Figure records; programme, regional programme, strategy and service pages."""
