"""HomePage and general pages: standard, news, notices, documents, questions and answers, contact."""
