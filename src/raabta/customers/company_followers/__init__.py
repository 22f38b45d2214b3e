"""What goes along with a company when two become one."""
