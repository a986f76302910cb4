"""What a file is: its encoding, sheets, header and limits, whatever its columns mean."""
