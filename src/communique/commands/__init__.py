"""The commands, group by group; `communique.cli` brings them together."""
