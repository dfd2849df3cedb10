"""Documents that applicants send: what they really are, made safe, and checked for viruses."""
