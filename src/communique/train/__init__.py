"""Training the extraction model further, on a group's own corrections; needs torch, the extra `train`."""
