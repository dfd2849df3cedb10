"""Where: Region, Province, Commune; region pages; centres and incubators; agreements, budget lines."""
