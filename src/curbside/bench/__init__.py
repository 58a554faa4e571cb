"""Measurements that anyone can make on their own library: `curbside bench NAME`."""
