"""What goes along with a person when two become one."""
