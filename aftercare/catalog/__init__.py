"""What is looked after: product models, sites, projects, installed units and their components."""
