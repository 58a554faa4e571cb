"""How an answer is published: article, edition, review, policy. Values and rules; no database and no clock."""
