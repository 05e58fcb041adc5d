"""The demo is the product on one machine: a plan whose dates lie around today, real mails, and people to play."""
