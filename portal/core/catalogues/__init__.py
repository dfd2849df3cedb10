"""The message catalogues: collecting messages without system gettext, and telling when a catalogue has drifted."""
