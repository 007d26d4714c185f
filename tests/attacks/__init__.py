"""Fourteen attacks on what a region may read. A11 and A14 (canaries in exports) are in tests of the files."""
