"""`python -m provrepo` is the command line."""

from provrepo.cli import main

if __name__ == "__main__":
    main()
