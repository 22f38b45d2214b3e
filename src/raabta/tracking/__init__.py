"""Events about people: intake, durable inbox, the way into the warehouse.

An accepted event is committed to the inbox before it is acknowledged.
"""
