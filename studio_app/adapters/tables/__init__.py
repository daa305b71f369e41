"""Tables in files, whatever they are about: CSV and XLSX, read and written."""
