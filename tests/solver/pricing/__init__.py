"""Problems that nobody holds."""
