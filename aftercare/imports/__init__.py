"""Import of lists from other systems: customers, products, sites, projects, units, agreements and
the repairs of the past, from CSV and XLSX."""
