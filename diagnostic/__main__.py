"""`python -m diagnostic` is `palier`."""

from diagnostic.cli import main

if __name__ == "__main__":
    main()
