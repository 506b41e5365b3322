"""Sites: which documents are pages of one site, and which of their lines are furniture, by what many of the pages share."""
