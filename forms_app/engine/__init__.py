"""Form definitions, their frozen versions, question types and the forms of each step."""
