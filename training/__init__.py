"""From the data to the weights: what is here is needed to train, never to run."""
