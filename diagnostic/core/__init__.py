"""The pure core: values in, values out. No file, database, web, clock or chance."""
