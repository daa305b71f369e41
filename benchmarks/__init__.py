"""What `make bench` runs: each figure beside a bare baseline measured in the same run."""
