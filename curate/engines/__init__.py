"""Where the stages run.  An engine supplies `map`, and nothing more."""
