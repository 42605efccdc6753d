"""What is measured: a module for each scenario, each with one function that fills the report."""
