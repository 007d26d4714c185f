"""Palier: Industry 4.0 maturity and skills diagnostic for small and medium manufacturers."""

__version__ = "0.1.0"
