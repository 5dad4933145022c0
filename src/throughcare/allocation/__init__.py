"""Who should supervise: the decision between the NPS and a CRC, with its reasons."""
